/** Short names (`core.v1.Pod`) are ours; long names (`io.k8s.api.core.v1.Pod`) are from OpenAPI documents. */
const PREFIXES: Readonly<Record<string, string>> = {
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  meta: 'io.k8s.apimachinery.pkg.apis.meta',
  runtime: 'io.k8s.apimachinery.pkg.runtime',
  resource: 'io.k8s.apimachinery.pkg.api.resource',
  intstr: 'io.k8s.apimachinery.pkg.util.intstr',
};

/** `core.v1.Pod` → `io.k8s.api.core.v1.Pod`. */
export function longName(short: string): string {
  const [head = '', ...rest] = short.split('.');
  // Quantities and the kinds of the group resource.k8s.io share their first word; only the kinds have a version.
  const isKind = head === 'resource' && rest.length > 1;
  return [(isKind ? undefined : PREFIXES[head]) ?? `io.k8s.api.${head}`, ...rest].join('.');
}

/** The short name of a type in a file of `kubernetes-types`: (`core/v1`, `Pod`) → `core.v1.Pod`; (`api/resource`, `Quantity`) → `resource.Quantity`. */
export function shortName(file: string, type: string): string {
  return `${file.replace(/^api\//, '').replaceAll('/', '.')}.${type}`;
}
