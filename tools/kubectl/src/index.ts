export { withoutChanceLines } from './chance-lines.ts';
export { type HelmVersion, helm } from './helm.ts';
export { KUBECTL_VERSIONS, type KubectlVersion, kubectl } from './kubectl.ts';
