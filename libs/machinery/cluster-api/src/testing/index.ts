export { clusterApiContract } from './cluster-api.contract.ts';
export { type HintChannel, InMemoryClusterApi, type RecordedWrite } from './in-memory-cluster-api.ts';
export { settled } from './settled.ts';
