import type { IncomingMessage, ServerResponse } from 'node:http';
import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/api-server';
import type { Logger, Status } from '@klockwork/kernel';
import { BODY_BYTES_MAX } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';

/** Whether a target has an escape that is none: Go's server takes it for no request at all. */
export function isMalformed(url: string): boolean {
  // Names need no escapes, so hardly any target has one.
  return url.includes('%') && /^[^?]*%(?![0-9a-fA-F]{2})/.test(url);
}

/** The answer to a target that is malformed. Go's server says no more. */
export const malformed: ApiAnswer = {
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '400 Bad Request',
};

/** The answer to a body that is too large, which is the one that the API itself would give. */
export const tooLarge: ApiAnswer = statusAnswer(statusErrors.tooLarge(`limit is ${BODY_BYTES_MAX}`).status);

/** The answer to a body for which there was no room in time. Models `tooManyRequests` of `k8s.io/apiserver/pkg/server/filters/maxinflight.go`. */
export const tooManyRequests: ApiAnswer = {
  status: 429,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'retry-after': '1' },
  body: 'Too many requests, please try again later.\n',
};

/** The answer when the API itself failed: what is to be known of it stands in the log. Models `withPanicRecovery` of `k8s.io/apiserver/pkg/server/filters`. */
export const failed: ApiAnswer = {
  status: 500,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: 'This request caused apiserver to panic. Look in the logs for details.\n',
};

/** Writes into the process's log what made the API fail. */
export function tellFailure(logger: Logger, { method, url }: IncomingMessage, error: Error): void {
  logger.error({ method, url, error: error.stack ?? error.message }, 'a request made the API fail');
}

/** Sends an answer after which nothing more is read. HTTP/2 ends the request alone. An answer that has begun is cut off. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  if (response.headersSent) return void response.destroy();
  const closing = request.httpVersionMajor === 1 ? { connection: 'close', ...headers } : headers;
  sendAnswer(request, response, { status, headers: closing, body });
}

function statusAnswer(status: Status): ApiAnswer {
  return { status: status.code, headers: { 'content-type': 'application/json' }, body: JSON.stringify(status) };
}
