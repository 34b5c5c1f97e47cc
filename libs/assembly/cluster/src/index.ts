export { assembleCluster, type ClusterOptions } from './assemble-cluster.ts';
export { type Cluster, SERVICES } from './cluster.ts';
