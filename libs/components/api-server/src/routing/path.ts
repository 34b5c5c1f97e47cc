import { bytesOf, decodeUtf8 } from '@klockwork/kernel';

/** Parsed path of the Kubernetes API. Models `k8s.io/apiserver/pkg/endpoints/request.RequestInfo`. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  /** '' when the path names no namespace. */
  readonly namespace: string;
  readonly resource: string;
  /** '' for a collection. */
  readonly name: string;
  /** '' for the main resource; further segments, such as those of `proxy`, stay joined by slashes. */
  readonly subresource: string;
  /** True for the deprecated `/watch/` form, regardless of the query. */
  readonly watch: boolean;
}

/** Subresources of a namespace: `/namespaces/NAME/status` is not a collection named status. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/**
 * Returns the segments of a path; undefined for an invalid escape. As in Go, decoding precedes splitting, so escaped slashes count. Empty
 * segments are dropped.
 */
export function pathSegments(path: string): string[] | undefined {
  // Names need no escapes, so paths rarely have any.
  const plainPath = path.includes('%') ? decodedPath(path) : path;
  return plainPath?.split('/').filter((segment) => segment !== '');
}

function decodedPath(path: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  const bytes = path.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeUtf8(bytesOf(bytes));
}

/** Reads `/api/v1/…` and `/apis/GROUP/VERSION/…`; undefined when the path names no resource. */
export function parseResourcePath(segments: readonly string[]): ResourcePath | undefined {
  const [root, ...rest] = segments;
  if (root === 'api' && rest.length >= 2) return below({ group: '', version: rest[0] as string }, rest.slice(1));
  if (root === 'apis' && rest.length >= 3) return below({ group: rest[0] as string, version: rest[1] as string }, rest.slice(2));
  return undefined;
}

function below(where: { group: string; version: string }, segments: readonly string[]): ResourcePath | undefined {
  const watch = segments[0] === 'watch';
  const parts = watch ? segments.slice(1) : segments;
  if (parts.length === 0) return undefined;
  const [first, second, third] = parts;
  const scoped = first === 'namespaces' && parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(third as string);
  const [resource = '', name = '', ...subresource] = scoped ? parts.slice(2) : parts;
  return { ...where, namespace: scoped ? (second as string) : '', resource, name, subresource: subresource.join('/'), watch };
}
