export { assembleCluster, type ClusterOptions } from './assemble-cluster.ts';
export type { Cluster } from './cluster.ts';
