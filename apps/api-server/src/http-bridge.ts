import type { IncomingHttpHeaders } from 'node:http';
import type { ApiAnswer, ApiStream, ByteSink, HttpApi } from '@klockwork/api-server';
import { type Activity, assert, type Release, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiRequest } from './api-request.ts';
import { compressed } from './compress.ts';
import type { ForeignWatches } from './foreign-watches.ts';
import { BODY_BYTES_MAX, refuseBody } from './server-limits.ts';
import { StreamOutlet } from './stream-outlet.ts';
import { connectionOf } from './two-protocols.ts';

/** Says who a request is from; undefined when nothing it shows is valid. */
export type Authenticate = (request: { readonly headers: IncomingHttpHeaders }) => string | undefined;

/** Reads are answered from a snapshot: the lab's time need not wait for them. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What stands behind the HTTP server. */
export interface HttpBridge {
  readonly api: HttpApi;
  readonly authenticate: Authenticate;
  readonly activity: Activity;
  readonly foreign: ForeignWatches;
}

/**
 * Hands every request of `server` to the API: one catch-all route, for the paths of Kubernetes have a router of their own.
 * A write comes in through the gate of the activity, and the lab's time waits until it is answered. A read holds nothing, and
 * neither does a watch, but for the moment that a foreign controller needs to react.
 */
export function bridgeHttp(server: FastifyInstance, bridge: HttpBridge): void {
  for (const step of ['connection', 'secureConnection']) server.server.on(step, () => bridge.foreign.approached());
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => done(null, body));
  const way = { ...bridge, outlet: new StreamOutlet() };
  server.all('/*', { bodyLimit: BODY_BYTES_MAX, errorHandler: refuseBody }, (request, reply) => answer(way, request, reply));
}

async function answer(bridge: HttpBridge & { outlet: StreamOutlet }, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const gone = new StopSource();
  // Of the response, not of the request: on HTTP/1.1 a request closes as soon as its body was read.
  reply.raw.once('close', () => gone.stop());
  const admitted = await admit(bridge, request, gone);
  if (admitted === 'gone') return reply.hijack();
  try {
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const answer = await bridge.api.handle(apiRequest(request.raw, { body, user: bridge.authenticate(request), stop: gone }));
    assert(!('upgrade' in answer), 'a connection is upgraded where it was asked for');
    if (!('start' in answer)) return await sendAnswer(request, reply, answer);
    const onWrite = onEvent(bridge.foreign, request, answer);
    return sendStream(reply, answer, (raw) => bridge.outlet.sinkOf(raw, onWrite));
  } finally {
    admitted();
  }
}

/** Lets a write in, once the gate is open. `gone`: the client did not wait for it, so nothing is to be done. */
async function admit({ activity, foreign }: HttpBridge, request: FastifyRequest, gone: StopSignal): Promise<Release | 'gone'> {
  if (READS.has(request.method)) return () => {};
  foreign.wrote(connectionOf(request.raw));
  // The gate keeps new work from meeting a jump. None can come now; and the reaction that time waits for must not wait for the gate.
  if (foreign.settling) return activity.hold('http');
  try {
    return await activity.admit('http', gone);
  } catch (error) {
    if (error instanceof StoppedError) return 'gone';
    throw error;
  }
}

function onEvent(foreign: ForeignWatches, request: FastifyRequest, { watch }: ApiStream): () => void {
  const waitedFor = watch === true && foreign.isForeign(request.headers['user-agent'], connectionOf(request.raw));
  return waitedFor ? () => foreign.told() : () => {};
}

async function sendAnswer({ method, headers }: FastifyRequest, reply: FastifyReply, answer: ApiAnswer): Promise<FastifyReply> {
  const sent = await compressed(answer, headers['accept-encoding'] as string | undefined);
  reply.hijack();
  reply.raw.writeHead(answer.status, { ...sent.headers, 'content-length': sent.bytes.byteLength });
  // HTTP/1.1's response would leave the body of HEAD away, HTTP/2's takes it for a mistake.
  reply.raw.end(method === 'HEAD' ? undefined : sent.bytes);
  return reply;
}

function sendStream(reply: FastifyReply, stream: ApiStream, sinkOf: (response: FastifyReply['raw']) => ByteSink): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(stream.status, { ...stream.headers });
  // Clients wait for the headers before they read events; the first event may be minutes away.
  reply.raw.flushHeaders();
  stream.start(sinkOf(reply.raw));
  return reply;
}
