export type { BrokerAuth, BrokerUser } from './credentials.ts';
export type { BrokerOptions, ConnectionState } from './embedded-broker.ts';
export { EmbeddedBroker } from './embedded-broker.ts';
export type { UserPermissions } from './permissions.ts';
