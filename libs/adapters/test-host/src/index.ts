export type { ApiPort, ServedApi } from './api-port.ts';
export { nodeHost } from './node-host.ts';
export { openPlainPort } from './plain-port.ts';
