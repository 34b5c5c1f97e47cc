export { LoopbackPorts, type LoopbackPortsParts, type StoredPorts } from './host-ports/loopback-ports.ts';
export type { Authenticate } from './http-bridge.ts';
export { HttpServer, type HttpServerOptions } from './http-server.ts';
export type { KeyPair } from './two-protocols.ts';
