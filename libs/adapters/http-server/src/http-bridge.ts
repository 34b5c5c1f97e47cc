import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ApiAnswer, ApiStream, HttpApi } from '@klockwork/http-api';
import {
  type Activity,
  assert,
  type HostTimer,
  type Logger,
  type Release,
  StoppedError,
  type StopSignal,
  StopSource,
} from '@klockwork/kernel';
import { BodyOutlet } from './answers/body-outlet.ts';
import { goesCompressed, isLargerThan, isWhole } from './answers/compress.ts';
import { PartOutlet } from './answers/part-outlet.ts';
import { failed, isMalformed, logRequestFailure, malformed, refuse, tooLarge, tooManyRequests } from './answers/refusals.ts';
import { sendAnswer } from './answers/send-answer.ts';
import { SlowStreams } from './answers/slow-streams.ts';
import { StreamOutlet } from './answers/stream-outlet.ts';
import { connectionOf } from './either-protocol.ts';
import type { ForeignWatches } from './foreign-watches.ts';
import type { ServerMemory } from './limits/server-memory.ts';
import { type Authenticate, apiRequest } from './requests/api-request.ts';
import { BodyGarbage } from './requests/body-garbage.ts';
import { BodyRoom } from './requests/body-room.ts';
import { boundedHold } from './requests/bounded-hold.ts';
import { readInTurns } from './requests/read-in-turns.ts';
import { bodyBytesOf, bodyOf } from './requests/request-body.ts';

/** Methods answered from a snapshot: lab time need not wait, and bodies are ignored. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** API behind the server, and the ports that the server uses. */
export interface BridgeOptions {
  readonly api: HttpApi;
  readonly authenticate: Authenticate;
  readonly activity: Activity;
  readonly foreign: ForeignWatches;
  readonly logger: Logger;
  readonly host: HostTimer;
  /** Timers that do not keep the process alive. */
  readonly idle: HostTimer;
  readonly memory: ServerMemory;
}

interface Bridge extends BridgeOptions {
  readonly streams: StreamOutlet;
  readonly bodies: BodyOutlet;
  readonly room: BodyRoom;
}

/** Request with its response. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Stops when the client disconnects. */
  readonly gone: StopSignal;
}

/** Max bytes of an answer that is sent before the next request can arrive: it fits into the buffer of a connection. */
const QUICK_BYTES_MAX = 8 * 1_024;
/** Max bytes of a body that is written at once. */
const WHOLE_BYTES_MAX = 64 * 1_024;

const NO_BODY = Buffer.alloc(0);

/**
 * Passes every request of `server` to the API. Writes pass the activity's gate, and lab time waits for their answers, at most 2 s. Reads and watches
 * hold nothing, except while a foreign controller may react to an event.
 */
export function bridgeHttp(server: Server, options: BridgeOptions): void {
  const { foreign, host, idle, memory } = options;
  for (const step of ['connection', 'secureConnection']) server.on(step, () => foreign.approached());
  const parts = new PartOutlet(host);
  const garbage = new BodyGarbage(memory, idle);
  const bridge = {
    ...options,
    streams: new StreamOutlet({ parts, host, slow: new SlowStreams(memory, idle) }),
    bodies: new BodyOutlet({ parts, host, requestMs: server.requestTimeout }),
    room: new BodyRoom(host, (bytes) => garbage.free(bytes)),
  };
  server.on('request', (request, response) => {
    answer(bridge, request, response).catch((error: Error) => {
      logRequestFailure(bridge.logger, request, error);
      refuse(request, response, failed);
    });
  });
}

async function answer(bridge: Bridge, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  if (isMalformed(url)) return refuse(request, response, malformed);
  const goneStop = new StopSource();
  // An HTTP/1.1 request closes once its body was read; the response closes with the client.
  response.on('close', () => goneStop.stop());
  const exchange = { request, response, gone: goneStop };
  return READS.has(method) ? handle(bridge, exchange, NO_BODY) : write(bridge, exchange);
}

/** Answers a write once memory has room for its body. Bodies without room stay unread, and are refused after a limited wait. */
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
    await handle(bridge, exchange, body);
  } finally {
    release();
  }
}

/** Admits a write once the gate is open. Returns `gone` if the client disconnected first. */
async function admitted({ activity, foreign, host }: BridgeOptions, goneSignal: StopSignal): Promise<Release | 'gone'> {
  // The gate separates new work from jumps. No jump can happen now, and the awaited reaction must not wait for the gate.
  if (foreign.settling) return boundedHold(activity.hold('http'), host);
  try {
    return boundedHold(await activity.admit('http', goneSignal), host);
  } catch (error) {
    if (error instanceof StoppedError) return 'gone';
    throw error;
  }
}

async function handle(bridge: Bridge, exchange: Exchange, body: Buffer): Promise<void> {
  const { request, response, gone } = exchange;
  const answer = await bridge.api.handle(apiRequest(request, { body, authenticate: bridge.authenticate, stop: gone }));
  assert(!('type' in answer), 'only requests with an upgrade header receive an upgrade');
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
  bodies.write(response, body, { gzip, onFailure: (error) => logRequestFailure(logger, request, error) });
}

function sendStream({ foreign, streams, logger }: Bridge, { request, response }: Exchange, stream: ApiStream): void {
  response.writeHead(stream.status, { ...stream.headers });
  // Clients wait for the headers; the first event may be minutes away.
  response.flushHeaders();
  const onFailure = (error: Error) => logRequestFailure(logger, request, error);
  stream.start(streams.sinkOf(response, { onWrite: onEvent(foreign, request, stream), onFailure }));
}

function onEvent(foreign: ForeignWatches, request: IncomingMessage, { watch, awaits }: ApiStream): () => void {
  if (awaits !== undefined) return () => foreign.asked(awaits());
  const mayReact = watch === true && foreign.isForeign(request.headers['user-agent'], connectionOf(request));
  return mayReact ? () => foreign.sent() : () => {};
}
