import type { Socket } from 'node:net';
import { statusErrors } from '@klockwork/api-machinery';
import type { Status } from '@klockwork/kernel';
import { isBodyOnItsWay } from './request-body.ts';

/** How long a client may take to send its headers, and all of a request, and keep a connection without one, in ms of the host's time. */
interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  /** How often that is looked at. */
  readonly lookMs: number;
}

/** Models `ReadHeaderTimeout` and `IdleTimeout` of `k8s.io/apiserver/pkg/server/secure_serving.go`, and `--request-timeout`. */
const PATIENCE: Patience = { headersMs: 32_000, requestMs: 60_000, idleMs: 90_000, lookMs: 1_000 };

/** Models `MaxHeaderBytes` of `k8s.io/apiserver/pkg/server/secure_serving.go`. */
const HEADER_BYTES_MAX = 1 << 20;

/** What the host's server limits, for HTTP/1.1 and for HTTP/2. */
export type Limits = ReturnType<typeof serverLimits>;

/** The limits of the port: connections of clients that send too much, too slowly or no HTTP are ended. */
export function serverLimits({ headersMs, requestMs, idleMs, lookMs }: Patience = PATIENCE) {
  return {
    // Headers are limited by their bytes alone.
    http1: {
      ...{ maxHeaderSize: HEADER_BYTES_MAX, maxHeadersCount: 0 },
      ...{ headersTimeout: headersMs, requestTimeout: requestMs, keepAliveTimeout: idleMs, connectionsCheckingInterval: lookMs },
    },
    http2: { requestMs, idleMs },
  };
}

/** Ends a connection that sends no HTTP any more with the words of Go's server. Headers that do not come end without a word. */
export function sayLastWords(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) socket.write(lastWords(error.code, socket));
  socket.destroy();
}

function lastWords(code: string | undefined, socket: Socket): string {
  if (code === 'HPE_HEADER_OVERFLOW') return plainAnswer('431 Request Header Fields Too Large');
  if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return plainAnswer('400 Bad Request');
  if (!isBodyOnItsWay(socket)) return '';
  return statusAnswer('504 Gateway Timeout', requestTimeout());
}

/** The Status of a request that took too long to come. */
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
