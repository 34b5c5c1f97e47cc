import type { Socket } from 'node:net';
import { statusErrors } from '@klockwork/api-machinery';
import type { Status } from '@klockwork/kernel';
import { isBodyPending } from '../requests/request-body.ts';

/** Time limits of clients in ms of host time: headers, complete request, idle connection. */
interface Timeouts {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  /** Interval of the checks. */
  readonly checkMs: number;
}

/** Models `ReadHeaderTimeout` and `IdleTimeout` of `k8s.io/apiserver/pkg/server/secure_serving.go`, and `--request-timeout`. */
const TIMEOUTS: Timeouts = { headersMs: 32_000, requestMs: 60_000, idleMs: 90_000, checkMs: 1_000 };

/** Models `MaxHeaderBytes` of `k8s.io/apiserver/pkg/server/secure_serving.go`. */
const HEADER_BYTES_MAX = 1 << 20;

/** Limits of Node.js for HTTP/1.1 and HTTP/2 connections. */
export type Limits = ReturnType<typeof serverLimits>;

/** Returns the limits of the port, by default upstream's. */
export function serverLimits({ headersMs, requestMs, idleMs, checkMs }: Timeouts = TIMEOUTS) {
  return {
    // No limit on the number of headers, only on their bytes.
    http1: {
      ...{ maxHeaderSize: HEADER_BYTES_MAX, maxHeadersCount: 0 },
      ...{ headersTimeout: headersMs, requestTimeout: requestMs, keepAliveTimeout: idleMs, connectionsCheckingInterval: checkMs },
    },
    http2: { requestMs, idleMs },
  };
}

/** Closes a connection after malformed HTTP, with the answer of Go's server. Incomplete headers receive no answer. */
export function endBadConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) socket.write(finalAnswer(error.code, socket));
  socket.destroy();
}

function finalAnswer(code: string | undefined, socket: Socket): string {
  if (code === 'HPE_HEADER_OVERFLOW') return plainAnswer('431 Request Header Fields Too Large');
  if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return plainAnswer('400 Bad Request');
  if (!isBodyPending(socket)) return '';
  return statusAnswer('504 Gateway Timeout', requestTimeout());
}

/** Returns the Status of a request whose body arrived too slowly. */
export function requestTimeout(): Status {
  return statusErrors.timeout('request did not complete within the allotted timeout').status;
}

function plainAnswer(words: string): string {
  return `HTTP/1.1 ${words}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${words}`;
}

function statusAnswer(words: string, status: Status): string {
  const body = JSON.stringify(status);
  return `HTTP/1.1 ${words}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}
