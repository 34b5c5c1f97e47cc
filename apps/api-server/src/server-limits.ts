import type { Http2SecureServer } from 'node:http2';
import type { Socket } from 'node:net';
import { statusErrors } from '@klockwork/api-machinery';
import type { Status } from '@klockwork/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Bodies above this are refused before they are read. Models `--max-request-body-bytes`: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1_024 * 1_024;

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

/** What is limited by the host's server, for HTTP/1.1 and for HTTP/2, and by Fastify on both. */
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
    fastify: { bodyLimit: BODY_BYTES_MAX, clientErrorHandler, frameworkErrors: refuseUrl },
  };
}

/** Remembers of which connections a request is being answered by HTTP/1.1: only those hear that it took too long. */
export function watchRequests(server: Http2SecureServer): void {
  server.on('request', (request, response) => {
    if (request.httpVersionMajor !== 1) return;
    const { socket } = request;
    underWay.add(socket);
    response.once('close', () => underWay.delete(socket));
  });
}

/** Refuses a body that is too large with the Status that the API itself would give; what else a framework finds wrong is a bad request. */
export function refuseBody(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
  const { status } = tooLarge ? statusErrors.tooLarge(`limit is ${BODY_BYTES_MAX}`) : statusErrors.badRequest(error.message);
  return closing(request, reply).code(status.code).type('application/json').send(JSON.stringify(status));
}

const underWay = new WeakSet<Socket>();

/** An escape that is none. Go's server says no more. */
function refuseUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void closing(request, reply).code(400).type('text/plain; charset=utf-8').send('400 Bad Request');
}

/** After this answer nothing more is read. HTTP/2 ends the request alone, so what Fastify says about the connection is taken back. */
function closing({ raw }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return raw.httpVersionMajor === 1 ? reply.header('connection', 'close') : reply.removeHeader('connection');
}

/** The last words on a connection that sends no HTTP any more, in those of Go's server. Headers that do not come end without a word. */
function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) socket.write(lastWords(error.code, socket));
  socket.destroy();
}

function lastWords(code: string | undefined, socket: Socket): string {
  if (code === 'HPE_HEADER_OVERFLOW') return plainAnswer('431 Request Header Fields Too Large');
  if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return plainAnswer('400 Bad Request');
  if (!underWay.has(socket)) return '';
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
