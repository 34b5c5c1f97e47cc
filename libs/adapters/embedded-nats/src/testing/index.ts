export { findNatsCluster, type NatsCluster } from './nats-cluster.ts';
export type { NatsServer } from './nats-server.ts';
export { findNatsServer, TEST_AUTH } from './nats-server.ts';
