import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiAnswer } from '@klockwork/http-api';
import { isWhole } from './compress.ts';

/** Sends headers and body at once. Answers to HEAD have no body; a content length requires a complete body. */
export function sendAnswer({ method }: IncomingMessage, response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  const length = isWhole(body) ? { 'content-length': Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...length });
  // An HTTP/1.1 response ignores the body of HEAD; an HTTP/2 response rejects it.
  response.end(method === 'HEAD' || !isWhole(body) ? undefined : body);
}
