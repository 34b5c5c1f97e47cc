export type { KubeletContext, KubeletNode, KubeletOptions } from './kubelet.ts';
export { startKubelet } from './kubelet.ts';
export type { ManifestSource } from './static-pods/manifest-source.ts';
