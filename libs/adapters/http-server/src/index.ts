export { LoopbackPorts, type LoopbackPortsParts, type StoredPorts } from './host-ports/loopback-ports.ts';
export { HttpServer, type HttpServerOptions } from './http-server.ts';
export type { Authenticate } from './requests/api-request.ts';
export type { KeyPair } from './two-protocols.ts';
