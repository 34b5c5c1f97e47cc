import { customDefinitionsV3 } from './custom/custom-definitions.ts';
import { type Definition, REFERENCE_PREFIX } from './definition.ts';
import { documented } from './documented.ts';
import { contentHash } from './hash.ts';
import { type OpenApiResource, resourcePaths } from './paths.ts';

/** OpenAPI v3 document of one group and version, ready to send. */
export interface OpenApiDocument {
  /** `api/v1`, `apis/apps/v1` */
  readonly path: string;
  readonly body: string;
  /** Also the document's ETag. */
  readonly hash: string;
}

/** Group and version; the core group is ''. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** `info` of every document. */
export const KUBERNETES_INFO = { title: 'Kubernetes', version: 'v1.35.0' };

/** Definitions that operations use beside their kind. */
const COMMON = ['DeleteOptions', 'Patch', 'Status'].map((name) => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`);

/**
 * The OpenAPI v3 document of a group version: a path per resource and subresource, and the schemas they lead to.
 * `kubectl explain`, client-side validation and `apply` read it. Models `k8s.io/kube-openapi/pkg/builder3`.
 */
export function openApiV3Document(groupVersion: GroupVersion, resources: readonly OpenApiResource[]): OpenApiDocument {
  const paths = Object.assign({}, ...resources.map((resource) => resourcePaths(groupVersion, resource)));
  const own = Object.assign({}, ...resources.map(({ custom }) => custom && customDefinitionsV3(custom))) as Record<string, Definition>;
  const names = schemaNames(paths, own);
  const body = JSON.stringify({
    openapi: '3.0.0',
    info: KUBERNETES_INFO,
    paths,
    components: { schemas: Object.fromEntries(names.map((name) => [name, own[name] ?? documented(name)])) },
  });
  return { path: groupVersionPath(groupVersion), body, hash: contentHash(body) };
}

/** Returns the body of `/openapi/v3`: path and hash of each document. The hash allows clients unlimited caching. */
export function openApiV3Index(documents: readonly Pick<OpenApiDocument, 'path' | 'hash'>[]): string {
  const entries = documents.map(({ path, hash }) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const);
  return JSON.stringify({ paths: Object.fromEntries(entries) });
}

/** `api/v1` for the core group, `apis/apps/v1` for others. */
export function groupVersionPath({ group, version }: GroupVersion): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** Definitions that custom kinds refer to. Their own schemas are not searched: a default may look like a reference. */
const CUSTOM_COMMON = ['ObjectMeta', 'ListMeta'].map((name) => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`);

/** Returns the names of definitions that some paths lead to, sorted. `own`: definitions of custom kinds. */
export function schemaNames(paths: unknown, own: Readonly<Record<string, unknown>> = {}): string[] {
  const names = new Set<string>();
  const pending = [...COMMON, ...referencesIn(paths)];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    pending.push(...(Object.hasOwn(own, name) ? CUSTOM_COMMON : referencesIn(documented(name))));
  }
  return [...names].sort();
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child.slice(REFERENCE_PREFIX.length)] : referencesIn(child),
  );
}
