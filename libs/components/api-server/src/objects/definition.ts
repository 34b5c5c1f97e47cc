/** Name of a kind's definition in the OpenAPI document: `io.k8s.api.autoscaling.v1.Scale`. */
export function definitionOf({
  group,
  version,
  kind,
}: {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}): string {
  const folder = group === '' ? 'core' : group.replace(/\.k8s\.io$/, '').replace(/\..*$/, '');
  return `io.k8s.api.${folder}.${version}.${kind}`;
}
