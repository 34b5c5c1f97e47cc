import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ApiStream, HttpApi } from '@klockwork/api-server';
import { type Activity, assert, type Logger, type Release, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import { apiRequest } from './api-request.ts';
import { compressed, goesCompressed } from './compress.ts';
import { connectionOf } from './either-protocol.ts';
import type { ForeignWatches } from './foreign-watches.ts';
import { failed, isMalformed, malformed, refuse, tellFailure, tooLarge } from './refusals.ts';
import { bodyOf } from './request-body.ts';
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
}

/** A request with its response. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Stops when the client is gone. */
  readonly gone: StopSignal;
}

const NO_BODY = Buffer.alloc(0);

/**
 * Hands every request of `server` to the API. A write comes in through the gate of the activity, and the lab's time waits until it is
 * answered. A read holds nothing, and neither does a watch, but for the moment that a foreign controller needs to react.
 */
export function bridgeHttp(server: Server, given: HttpBridge): void {
  for (const step of ['connection', 'secureConnection']) server.on(step, () => given.foreign.approached());
  const bridge = { ...given, outlet: new StreamOutlet() };
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

async function write(bridge: Bridge, exchange: Exchange): Promise<void> {
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
  const isCompressed = goesCompressed(answer, request.headers['accept-encoding'] as string | undefined);
  sendAnswer(request, response, isCompressed ? await compressed(answer) : answer);
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
