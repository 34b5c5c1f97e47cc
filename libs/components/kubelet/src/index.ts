export type { KubeletContext, KubeletNode, KubeletOptions } from './kubelet.ts';
export { startKubelet } from './kubelet.ts';
