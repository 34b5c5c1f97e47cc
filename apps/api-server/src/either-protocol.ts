import type { IncomingMessage } from 'node:http';
import { Http2ServerRequest } from 'node:http2';

/** What connections are told apart by. HTTP/2 has one session for many requests, and shows each of them a socket of its own. */
export function connectionOf(request: IncomingMessage | Http2ServerRequest): object {
  if (request instanceof Http2ServerRequest) return request.stream.session ?? request.stream;
  return request.socket;
}

/** Whether a body has ended because its client gave the request up. On HTTP/1.1 such a body has no end. */
export function isGivenUp(request: IncomingMessage | Http2ServerRequest): boolean {
  return request instanceof Http2ServerRequest && request.stream.closed;
}
