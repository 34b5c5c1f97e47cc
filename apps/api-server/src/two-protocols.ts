import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  Http2ServerRequest,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Identity } from '@klockwork/tls';
import type { FastifyServerFactory } from 'fastify';
import { limitSessions, sessionOptions } from './http2-limits.ts';
import { type Limits, watchRequests } from './server-limits.ts';

/** Makes Fastify's server: over TLS, by HTTP/2 with clients that choose it when they connect, and by HTTP/1.1 with all others. */
export function twoProtocols({ key, certificate }: Identity['server'], { http1, http2 }: Limits): FastifyServerFactory {
  return (handler) => {
    const server = createSecureServer({ key, cert: certificate, allowHTTP1: true, ...sessionOptions(http1.maxHeaderSize) });
    // First of all, that whoever listens to requests finds it done.
    server.on('stream', announceBody);
    limitSessions(server, http2);
    watchRequests(server);
    // It serves HTTP/1.1 by what these fields say, as any server of the host, so those who know of nothing else find all that they need.
    const both = Object.assign(server as unknown as Server, http1, { closeAllConnections: closerOf(server) });
    return both.on('request', handler);
  };
}

/** What connections are told apart by. HTTP/2 has one session for many requests, and shows each of them a socket of its own. */
export function connectionOf(request: IncomingMessage | Http2ServerRequest): object {
  if (request instanceof Http2ServerRequest) return request.stream.session ?? request.stream;
  return request.socket;
}

/** Fastify looks in the headers for whether there is a body, so one whose length nobody told is announced as HTTP/1.1 announces it. */
function announceBody(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  if (!stream.endAfterHeaders && headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked';
}

/** Ends what is under way: clients of HTTP/2 are told first that the server goes away, and which of their requests it has seen. */
function closerOf(server: Http2SecureServer): () => void {
  const [sessions, sockets] = [new Set<ServerHttp2Session>(), new Set<TLSSocket>()];
  server.on('session', (session) => remember(sessions, session));
  server.on('secureConnection', (socket) => {
    if (socket.alpnProtocol !== 'h2') remember(sockets, socket);
  });
  return () => {
    for (const socket of sockets) socket.destroy();
    for (const session of sessions) if (!session.destroyed) session.goaway();
    // What was said goes out at the end of the turn, to those who read.
    setImmediate(() => {
      for (const session of sessions) session.destroy();
    });
  };
}

function remember<Connection extends EventEmitter>(open: Set<Connection>, connection: Connection): void {
  open.add(connection);
  connection.once('close', () => open.delete(connection));
}
