import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiAnswer } from '@klockwork/api-server';

/** Sends a whole answer: its headers, and its body unless it answers HEAD. */
export function sendAnswer({ method }: IncomingMessage, response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  // HTTP/1.1's response would leave the body of HEAD away, HTTP/2's takes it for a mistake.
  response.end(method === 'HEAD' ? undefined : body);
}
