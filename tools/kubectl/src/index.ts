export { type HelmVersion, helm } from './helm.ts';
export { KUBECTL_VERSIONS, type KubectlVersion, kubectl } from './kubectl.ts';
