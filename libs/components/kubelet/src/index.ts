export { clusterNetwork } from './cluster-network.ts';
export type { KubeletContext, KubeletNode, KubeletOptions, NodeAnswers } from './kubelet.ts';
export { Kubelet, startKubelet } from './kubelet.ts';
export { endLines, endsAfter, readEnds, startedLine, startingLine } from './pod-starts/start-note-text.ts';
export type { StartNotes } from './pod-starts/start-notes.ts';
export type { ManifestSource } from './static-pods/manifest-source.ts';
