/** Injection tokens of the api-server's own settings. */
export const API_SERVER_CONFIG = Symbol('ApiServerConfig');
export const IDENTITY = Symbol('Identity');
/** The log's store, open. */
export const EVENT_STORE = Symbol('EventStore');
