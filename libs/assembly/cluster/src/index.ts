export { assembleCluster, type ClusterOptions, prepareCluster } from './assemble-cluster.ts';
export type { Cluster } from './cluster.ts';
export type { DescribedWebhook, WebhookRule } from './described-webhooks.ts';
