export { type HelmVersion, helm } from './helm.ts';
export { KUBECTL_VERSIONS, type KubectlVersion, kubectl } from './kubectl.ts';
export { withoutLateInput } from './late-input.ts';
