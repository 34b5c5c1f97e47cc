import type { IncomingMessage, ServerResponse } from 'node:http';
import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import type { Logger, Status } from '@klockwork/kernel';
import { BODY_BYTES_MAX } from '../requests/request-body.ts';
import { sendAnswer } from './send-answer.ts';

/** Returns true for a path with an invalid escape, which Go's server rejects before routing. */
export function isMalformed(url: string): boolean {
  // Names need no escapes, so most paths skip the expression.
  return url.includes('%') && /^[^?]*%(?![0-9a-fA-F]{2})/.test(url);
}

/** Answer of Go's server to a malformed path. */
export const malformed: ApiAnswer = {
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '400 Bad Request',
};

/** Answer to a body above the limit, equal to the API's own. */
export const tooLarge: ApiAnswer = statusAnswer(statusErrors.tooLarge(`limit is ${BODY_BYTES_MAX}`).status);

/** Answer to a body that waited too long for room. Models `tooManyRequests` of `k8s.io/apiserver/pkg/server/filters/maxinflight.go`. */
export const tooManyRequests: ApiAnswer = {
  status: 429,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'retry-after': '1' },
  body: 'Too many requests, please try again later.\n',
};

/** Answer after a bug of the API; the log contains its stack. Models `withPanicRecovery` of `k8s.io/apiserver/pkg/server/filters`. */
export const failed: ApiAnswer = {
  status: 500,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: 'This request caused apiserver to panic. Look in the logs for details.\n',
};

/** Logs a bug of the API with its request and stack. */
export function logRequestFailure(logger: Logger, { method, url }: IncomingMessage, error: Error): void {
  logger.error({ method, url, error: error.stack ?? error.message }, 'a request made the API fail');
}

/** Sends an answer and closes the HTTP/1.1 connection or the HTTP/2 request. Aborts an answer that has begun. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  if (response.headersSent) return void response.destroy();
  const closing = request.httpVersionMajor === 1 ? { connection: 'close', ...headers } : headers;
  sendAnswer(request, response, { status, headers: closing, body });
}

function statusAnswer(status: Status): ApiAnswer {
  return { status: status.code, headers: { 'content-type': 'application/json' }, body: JSON.stringify(status) };
}
