export { KUBECTL_VERSIONS, type KubectlVersion, kubectl } from './kubectl.ts';
