import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ApiAnswer, ApiStream, HttpApi } from '@klockwork/api-server';
import { nodeTimer, youngGarbageCollector } from '@klockwork/host';
import { type Activity, assert, type Logger, type Release, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import { apiRequest } from './api-request.ts';
import { BodyOutlet } from './body-outlet.ts';
import { BodyRoom } from './body-room.ts';
import { goesCompressed, isLargerThan, isWhole } from './compress.ts';
import { connectionOf } from './either-protocol.ts';
import type { ForeignWatches } from './foreign-watches.ts';
import { readInTurns } from './read-in-turns.ts';
import { failed, isMalformed, malformed, refuse, tellFailure, tooLarge, tooManyRequests } from './refusals.ts';
import { bodyBytesOf, bodyOf } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';
import { StreamOutlet } from './stream-outlet.ts';

/** Says who a request is from; undefined when nothing it shows is valid. */
export type Authenticate = (request: { readonly headers: IncomingHttpHeaders }) => string | undefined;

/** Reads are answered from a snapshot: the lab's time need not wait for them. Nobody looks at their bodies. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What stands behind the HTTP server. */
export interface HttpBridge {
  readonly api: HttpApi;
  readonly authenticate: Authenticate;
  readonly activity: Activity;
  readonly foreign: ForeignWatches;
  readonly logger: Logger;
}

interface Bridge extends HttpBridge {
  readonly outlet: StreamOutlet;
  readonly bodies: BodyOutlet;
  readonly room: BodyRoom;
}

/** A request with its response. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Stops when the client is gone. */
  readonly gone: StopSignal;
}

/** Answers up to this leave before the next request can arrive: they fit into the buffer of a connection. */
const QUICK_BYTES_MAX = 8 * 1_024;
/** Bodies up to this are written at once. */
const WHOLE_BYTES_MAX = 64 * 1_024;

const NO_BODY = Buffer.alloc(0);

/**
 * Hands every request of `server` to the API. A write comes in through the gate of the activity, and the lab's time waits until it is
 * answered. A read holds nothing, and neither does a watch, but for the moment that a foreign controller needs to react.
 */
export function bridgeHttp(server: Server, given: HttpBridge): void {
  for (const step of ['connection', 'secureConnection']) server.on(step, () => given.foreign.approached());
  const bridge = {
    ...given,
    outlet: new StreamOutlet(),
    bodies: new BodyOutlet(server.requestTimeout),
    room: new BodyRoom(nodeTimer, youngGarbageCollector()),
  };
  server.on('request', (request, response) => {
    answer(bridge, request, response).catch((error: Error) => {
      tellFailure(bridge.logger, request, error);
      refuse(request, response, failed);
    });
  });
}

async function answer(bridge: Bridge, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  if (isMalformed(url)) return refuse(request, response, malformed);
  const gone = new StopSource();
  // Of the response, not of the request: on HTTP/1.1 a request closes as soon as its body was read.
  response.on('close', () => gone.stop());
  const exchange = { request, response, gone };
  return READS.has(method) ? handOn(bridge, exchange, NO_BODY) : write(bridge, exchange);
}

/** A body that has no room in memory waits on its connection, and is refused when none comes free in time. */
async function write(bridge: Bridge, exchange: Exchange): Promise<void> {
  const { request, response, gone } = exchange;
  const room = await bridge.room.take(bodyBytesOf(request), gone);
  if (room === 'gone') return;
  if (room === 'full') return sendAnswer(request, response, tooManyRequests);
  try {
    await writeBody(bridge, exchange);
  } finally {
    room();
  }
}

async function writeBody(bridge: Bridge, exchange: Exchange): Promise<void> {
  const { request, response, gone } = exchange;
  const body = await bodyOf(request);
  if (body === 'too large') return refuse(request, response, tooLarge);
  bridge.foreign.wrote(connectionOf(request));
  const release = await admitted(bridge, gone);
  if (release === 'gone') return;
  try {
    await handOn(bridge, exchange, body);
  } finally {
    release();
  }
}

/** Lets a write in, once the gate is open. `gone`: the client did not wait for it, so nothing is to be done. */
async function admitted({ activity, foreign }: HttpBridge, gone: StopSignal): Promise<Release | 'gone'> {
  // The gate keeps new work from meeting a jump. None can come now; and the reaction that time waits for must not wait for the gate.
  if (foreign.settling) return activity.hold('http');
  try {
    return await activity.admit('http', gone);
  } catch (error) {
    if (error instanceof StoppedError) return 'gone';
    throw error;
  }
}

async function handOn(bridge: Bridge, exchange: Exchange, body: Buffer): Promise<void> {
  const { request, response, gone } = exchange;
  const answer = await bridge.api.handle(apiRequest(request, { body, user: bridge.authenticate(request), stop: gone }));
  assert(!('upgrade' in answer), 'a connection is upgraded where it was asked for');
  if ('start' in answer) return sendStream(bridge, exchange, answer);
  if (request.httpVersionMajor === 1 && isLargerThan(answer.body, QUICK_BYTES_MAX)) readInTurns(request.socket);
  if (request.method === 'HEAD' || !isLargerThan(answer.body, WHOLE_BYTES_MAX)) return sendAnswer(request, response, answer);
  sendLarge(bridge, exchange, answer);
}

/** Sends an answer part by part. Like Go's server, sends a content length only when the length is known. */
function sendLarge({ bodies, logger }: Bridge, { request, response }: Exchange, { status, headers, body }: ApiAnswer): void {
  const gzip = bodies.mayCompress && goesCompressed(body, request.headers['accept-encoding'] as string | undefined);
  const encoding = gzip ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {};
  const length = gzip || !isWhole(body) ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...encoding, ...length });
  bodies.write(response, body, { gzip, onFailure: (error) => tellFailure(logger, request, error) });
}

function sendStream({ foreign, outlet }: Bridge, { request, response }: Exchange, stream: ApiStream): void {
  response.writeHead(stream.status, { ...stream.headers });
  // Clients wait for the headers before they read events; the first event may be minutes away.
  response.flushHeaders();
  stream.start(outlet.sinkOf(response, onEvent(foreign, request, stream)));
}

function onEvent(foreign: ForeignWatches, request: IncomingMessage, { watch }: ApiStream): () => void {
  const waitedFor = watch === true && foreign.isForeign(request.headers['user-agent'], connectionOf(request));
  return waitedFor ? () => foreign.told() : () => {};
}
