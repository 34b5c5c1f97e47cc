export type { ConnectionStatus, ConnectOptions } from './connect.ts';
export { natsAuthorization } from './nats-authorization.ts';
export type { NatsBusOptions } from './nats-bus.ts';
export { NatsBus } from './nats-bus.ts';
export type { NatsAuth, NatsServers } from './nats-servers.ts';
export { parseNatsUrl } from './nats-servers.ts';
export { readNatsServers } from './read-nats-servers.ts';
