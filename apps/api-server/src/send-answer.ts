import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiAnswer } from '@klockwork/api-server';
import { isWhole } from './compress.ts';

/** Sends a whole answer: its headers, and its body unless it answers HEAD. The length of a body that is not made is not known. */
export function sendAnswer({ method }: IncomingMessage, response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  const length = isWhole(body) ? { 'content-length': Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...length });
  // HTTP/1.1's response would leave the body of HEAD away, HTTP/2's takes it for a mistake.
  response.end(method === 'HEAD' || !isWhole(body) ? undefined : body);
}
