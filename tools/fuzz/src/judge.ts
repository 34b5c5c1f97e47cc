import { parse } from 'yaml';
import type { FuzzAnswer, FuzzRequest } from './target.ts';

/** Media types of objects and Status. */
const OBJECT_TYPE = /^application\/(json|yaml)(;|$)/;

/** Messages of 5xx errors that real servers return too. All others count as bugs. */
const REAL_ERRORS: readonly RegExp[] = [
  /^resourceVersion should not be set on objects to be created$/,
  /^etcdserver: request is too large$/,
  /^\[?target\.(kind|name): /,
  /^Internal error occurred: the spec replicas field "\.spec\.replicas" does not exist$/,
  /^Internal error occurred: \..* accessor error: /s,
  /^Internal error occurred: value cannot be set because /,
  /^This pod has more than one PodDisruptionBudget, which the eviction subresource does not support\.$/,
  /^ephemeral container .* is not allowed because service account .* does not reference that secret$/s,
];

/** Failures of programs that fuzzed webhooks and conversions call. */
const PROGRAM_ERRORS: readonly RegExp[] = [
  /^Internal error occurred: (failed calling webhook "|(add|remove|replace|move|test|copy) operation (does not apply: |value must be )|Unable to complete the copy, |[Uu]nexpected kind: |error in (add|remove|move|test) for path: |testing value )/,
  /^(Internal error occurred: )?admission webhook "[^"]*" (denied the request|attempted to modify)/,
  /^Internal error occurred: system metadata was not initialized$/,
  /conversion webhook for fuzz\.example\.com\/\S+, Kind=Turn (failed: |returned )/s,
];

/** Unforeseen merge and apply errors: 500 without a reason, like in a real server. */
const MERGE_ERRORS: readonly RegExp[] = [
  /^unknown patch type: /,
  /^cannot merge lists without merge key for type /,
  /^map: .* does not contain declared merge key: /s,
  /^list element types are not identical: /,
  /^unable to find api field in struct /,
  /^The order in patch list:\n/,
  /^merging lists cannot yet be specified in the patch$/,
  /^failed to create typed patch object /,
  /^failed to convert new object /,
];

/** Scales of custom objects without replicas are internal errors upstream, too. */
const CUSTOM_SCALE = /\/fuzz\.example\.com\/.*\/scale(\?|$)/;

const REASONS_OF: Readonly<Record<number, readonly string[]>> = { 501: ['NotImplemented'], 503: ['ServiceUnavailable'], 504: ['Timeout'] };

interface StatusFields {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly code?: unknown;
}

/** Problem of a response; undefined for a correct one. */
export function judge({ method, url }: FuzzRequest, answer: FuzzAnswer): string | undefined {
  const { status, contentType, text, goesOn } = answer;
  if (status < 100 || status > 599) return `no status: ${status}`;
  if (goesOn) return judgeLines(contentType, text);
  // Over a network, answers to HEAD lack the message.
  const isOurs = status >= 500 && REASONS_OF[status] === undefined && !CUSTOM_SCALE.test(url);
  if (method === 'HEAD' && text === '') return isOurs ? `${status}` : undefined;
  if (!OBJECT_TYPE.test(contentType)) return status >= 500 ? `${status} without a Status: ${text.slice(0, 200)}` : undefined;
  const parsedFields = read(text, contentType);
  if (parsedFields === undefined) return `no ${contentType}`;
  if (status >= 400) return judgeRefusal(status, parsedFields);
  if (!/^\/(api|apis)\//.test(url) || typeof parsedFields.kind !== 'string') return undefined;
  return typeof parsedFields.apiVersion === 'string' || parsedFields.kind === 'APIResourceList' ? undefined : 'no apiVersion';
}

function judgeRefusal(status: number, fields: StatusFields): string | undefined {
  const { kind, apiVersion, status: outcome, message, reason, code } = fields;
  if (kind !== 'Status' || apiVersion !== 'v1' || outcome !== 'Failure') return 'a refusal that is no Status';
  if (code !== status) return `a Status of code ${code}`;
  if (typeof message !== 'string' || typeof (reason ?? '') !== 'string') return 'a Status without a message';
  if (status < 500 || REASONS_OF[status]?.includes(String(reason))) return undefined;
  return [...REAL_ERRORS, ...PROGRAM_ERRORS, ...MERGE_ERRORS].some((one) => one.test(message)) ? undefined : `an error of ours: ${message}`;
}

/** Checks each event of a watch; other streams are not checked. */
function judgeLines(contentType: string, text: string): string | undefined {
  if (!contentType.startsWith('application/json')) return undefined;
  const lines = text.split('\n').slice(0, -1);
  return lines.every((line) => read(line, contentType) !== undefined) ? undefined : 'a line that is no JSON';
}

function read(text: string, contentType: string): StatusFields | undefined {
  try {
    const value: unknown = contentType.startsWith('application/yaml') ? parse(text) : JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
