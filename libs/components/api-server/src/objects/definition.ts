/**
 * Returns a kind's definition name in OpenAPI: `io.k8s.api.autoscaling.v1.Scale`. Other groups' domains are reversed, as upstream names
 * custom resources: `dev.klockwork.v1alpha1.Clock`.
 */
export function definitionOf({
  group,
  version,
  kind,
}: {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}): string {
  return `${packageOf(group)}.${version}.${kind}`;
}

function packageOf(group: string): string {
  if (group === '') return 'io.k8s.api.core';
  if (group === 'apiextensions.k8s.io') return 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions';
  if (group === 'apiregistration.k8s.io') return 'io.k8s.kube-aggregator.pkg.apis.apiregistration';
  if (group === 'metrics.k8s.io') return 'io.k8s.metrics.pkg.apis.metrics';
  if (group.includes('.') && !group.endsWith('.k8s.io')) return group.split('.').reverse().join('.');
  return `io.k8s.api.${group.split('.')[0]}`;
}
