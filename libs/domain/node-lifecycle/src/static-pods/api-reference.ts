import type { PodSpec } from '@klockwork/resources';

/**
 * Plural of the first API object kind that a pod refers to; undefined without any. Static pods must have none, since they run without an
 * API. Models `HasAPIObjectReference` of pkg/api/pod.
 */
export function apiReference(spec: PodSpec): string | undefined {
  const { serviceAccountName, imagePullSecrets = [], resourceClaims = [], volumes = [] } = spec;
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const variables = containers.flatMap(({ env }) => env ?? []).map(({ valueFrom }) => valueFrom);
  const sources = containers.flatMap(({ envFrom }) => envFrom ?? []);
  const projections = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  if (serviceAccountName) return 'serviceaccounts';
  const isSecret =
    imagePullSecrets.length > 0 ||
    variables.some((from) => from?.secretKeyRef) ||
    [...sources.map(({ secretRef }) => secretRef), ...volumes.map(({ secret }) => secret)].some(Boolean) ||
    projections.some(({ secret }) => secret);
  if (isSecret) return 'secrets';
  const isConfigMap =
    variables.some((from) => from?.configMapKeyRef) ||
    [...sources.map(({ configMapRef }) => configMapRef), ...volumes.map(({ configMap }) => configMap)].some(Boolean) ||
    projections.some(({ configMap }) => configMap);
  if (isConfigMap) return 'configmaps';
  if (resourceClaims.length > 0) return 'resourceclaims';
  if (volumes.some(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim ?? ephemeral)) return 'persistentvolumeclaims';
  if (volumes.some(({ csi }) => csi)) return 'csidrivers';
  if (projections.some(({ serviceAccountToken }) => serviceAccountToken)) return 'serviceaccounts';
  if (projections.some(({ clusterTrustBundle }) => clusterTrustBundle)) return 'clustertrustbundles';
  return undefined;
}
