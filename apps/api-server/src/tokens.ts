/** Injection tokens of the api-server's own settings. */
export const API_SERVER_CONFIG = Symbol('ApiServerConfig');
export const IDENTITY = Symbol('Identity');
/** The log's store, open. */
export const EVENT_STORE = Symbol('EventStore');
/** Sentences about what was found as the log was opened. */
export const LOG_NOTICES = Symbol('LogNotices');
