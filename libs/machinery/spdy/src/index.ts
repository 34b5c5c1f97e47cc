export type { SpdyHeaders } from './frame.ts';
export type { Deflate } from './header-compression.ts';
export { SpdyConnection, type SpdyConnectionOptions } from './spdy-connection.ts';
export type { SpdyListener, SpdyStream } from './spdy-stream.ts';
