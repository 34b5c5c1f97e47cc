import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { statusErrors } from '@klockwork/api-machinery';
import type { Status } from '@klockwork/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Bodies above this are refused before they are read. Models `--max-request-body-bytes`: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1_024 * 1_024;

/** How long a client may take to send its headers, and all of a request, in ms of the host's time. */
interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly lookMs: number;
}

/** Models `ReadHeaderTimeout` of `k8s.io/apiserver/pkg/server/secure_serving.go`, and `--request-timeout`. */
const PATIENCE: Patience = { headersMs: 32_000, requestMs: 60_000, lookMs: 1_000 };

/** Models `MaxHeaderBytes` of `k8s.io/apiserver/pkg/server/secure_serving.go`. */
const HEADER_BYTES_MAX = 1 << 20;

/** What the HTTP server of the host is made with: it ends connections of clients that send too much, too slowly or no HTTP. */
export function serverLimits({ headersMs, requestMs, lookMs }: Patience = PATIENCE) {
  return {
    socket: { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: headersMs, connectionsCheckingInterval: lookMs },
    fastify: { requestTimeout: requestMs, bodyLimit: BODY_BYTES_MAX, clientErrorHandler, frameworkErrors: refuseUrl },
  };
}

/** Remembers of which connections a request is being answered: only those hear that it took too long. Headers are limited by their bytes alone. */
export function watchRequests(server: FastifyInstance): void {
  server.server.maxHeadersCount = 0;
  server.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    underWay.add(socket);
    response.once('close', () => underWay.delete(socket));
  });
}

/** Refuses a body that is too large with the Status that the API itself would give; what else a framework finds wrong is a bad request. */
export function refuseBody(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
  const { status } = tooLarge ? statusErrors.tooLarge(`limit is ${BODY_BYTES_MAX}`) : statusErrors.badRequest(error.message);
  return reply.code(status.code).header('connection', 'close').type('application/json').send(JSON.stringify(status));
}

const underWay = new WeakSet<Socket>();

/** An escape that is none. Go's server says no more. */
function refuseUrl(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).header('connection', 'close').type('text/plain; charset=utf-8').send('400 Bad Request');
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
  return statusAnswer('504 Gateway Timeout', statusErrors.timeout('request did not complete within the allotted timeout').status);
}

function plainAnswer(words: string): string {
  return `HTTP/1.1 ${words}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${words}`;
}

function statusAnswer(words: string, status: Status): string {
  const body = JSON.stringify(status);
  return `HTTP/1.1 ${words}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}
