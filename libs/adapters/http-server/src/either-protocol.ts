import type { IncomingMessage } from 'node:http';
import { Http2ServerRequest } from 'node:http2';

/** Returns the identity of a request's connection: the session in HTTP/2, where each request shows a socket of its own. */
export function connectionOf(request: IncomingMessage | Http2ServerRequest): object {
  if (request instanceof Http2ServerRequest) return request.stream.session ?? request.stream;
  return request.socket;
}

/** Returns true for an ended body of an aborted HTTP/2 request. An aborted HTTP/1.1 body never ends. */
export function isAborted(request: IncomingMessage | Http2ServerRequest): boolean {
  return request instanceof Http2ServerRequest && request.stream.closed;
}
