import type { IncomingMessage } from 'node:http';
import { Agent, request as openRequest, type RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import { type OutboundAnswer, OutboundError, type OutboundHttps, type OutboundRequest } from '@klockwork/http-api';
import type { Activity } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { ConnectionStream } from './connection-stream.ts';
import { outboundFailure } from './outbound-failure.ts';

/** Max bytes of an answer; a review of the largest object needs less. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
/** Max sets of trusted authorities with open connections. Models `defaultCacheSize` of upstream's webhook clients. */
const AGENTS_MAX = 200;
/** Duration in ms after which an unused connection closes. */
const IDLE_MS = 30_000;
/** Max host time in ms for which lab time waits for a program of the lab. */
const SILENCE_MS_MAX = 2_000;

/** HTTPS over the host's network, or over connections of the lab. Connections to the host stay open for further requests. */
export class HttpsClient implements OutboundHttps {
  readonly #activity: Activity;
  /** By authorities; the least recently used first. */
  readonly #agents = new Map<string, Agent>();

  constructor({ activity }: { readonly activity: Activity }) {
    this.#activity = activity;
  }

  send(request: OutboundRequest): Promise<OutboundAnswer> {
    if (request.dial !== undefined) return this.#sendOver(request, request.dial);
    return this.#activity.track('https', answered({ ...optionsOf(request), agent: this.#agentFor(request.authorities) }, request));
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  /** Lab time waits for a while only: the connection may lead to a simulated program, which needs lab time. */
  async #sendOver(request: OutboundRequest, dial: NonNullable<OutboundRequest['dial']>): Promise<OutboundAnswer> {
    const release = this.#activity.hold('https');
    const timer = setTimeout(release, SILENCE_MS_MAX);
    try {
      return await sendOver(request, await dial());
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  #agentFor(authorities = ''): Agent {
    const agent = this.#agents.get(authorities) ?? new Agent({ keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' });
    this.#agents.delete(authorities);
    this.#agents.set(authorities, agent);
    if (this.#agents.size > AGENTS_MAX) {
      const [oldest = '', unused] = this.#agents.entries().next().value ?? [];
      this.#agents.delete(oldest);
      unused?.destroy();
    }
    return agent;
  }
}

/** Sends a request over its own connection. */
async function sendOver(request: OutboundRequest, connection: Connection): Promise<OutboundAnswer> {
  const socket = new ConnectionStream(connection);
  const { authorities: ca, serverName: servername } = request;
  const createConnection = () => connect({ socket, ca, servername, ALPNProtocols: ['http/1.1'] });
  try {
    return (await attempt({ ...optionsOf(request), createConnection }, request)) as OutboundAnswer;
  } finally {
    socket.destroy();
  }
}

function optionsOf({ method, url, headers, body, authorities, serverName, program }: OutboundRequest): Options {
  return {
    url,
    method,
    headers: { ...headers, host: new URL(url).host, 'content-length': Buffer.byteLength(body) },
    ...(program && { hostname: program.host, port: program.port }),
    ...(authorities !== undefined && { ca: authorities }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

type Options = RequestOptions & { readonly url: string };

/** Repeats a request once if the server had closed the kept connection. */
async function answered(options: Options, asked: OutboundRequest): Promise<OutboundAnswer> {
  const answer = await attempt(options, asked);
  return answer === 'stale' ? ((await attempt({ ...options, agent: false }, asked)) as OutboundAnswer) : answer;
}

function attempt({ url, ...options }: Options, asked: OutboundRequest): Promise<OutboundAnswer | 'stale'> {
  const expired = new OutboundError('context deadline exceeded');
  const { stop, timeoutMs } = asked;
  return new Promise((resolve, reject) => {
    const request = openRequest(url, options);
    const end = (error: Error) => request.destroy(error);
    const forget = stop.onStop(() => end(expired));
    const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs, expired);
    const settle = () => {
      clearTimeout(timer);
      forget();
    };
    request.on('error', (error) => {
      settle();
      if (request.reusedSocket && (error as { code?: string }).code === 'ECONNRESET') resolve('stale');
      else reject(outboundFailure(error));
    });
    request.on('response', (response) => {
      readAnswer(response, (outcome) => {
        settle();
        if (outcome instanceof Error) reject(outboundFailure(outcome));
        else resolve(outcome);
      });
    });
    request.end(asked.body);
  });
}

/** Collects a body of bounded length. */
function readAnswer(response: IncomingMessage, done: (outcome: OutboundAnswer | Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length > ANSWER_BYTES_MAX) response.destroy(unread('http: response body too large'));
  });
  response.on('error', (error) => done(error instanceof OutboundError ? error : unread('unexpected EOF')));
  response.on('end', () => {
    const { statusCode = 0, headers } = response;
    done({ status: statusCode, contentType: headers['content-type'] ?? '', body: Buffer.concat(chunks).toString('utf8') });
  });
}

function unread(problem: string): OutboundError {
  return new OutboundError(`unexpected error when reading response body. Please retry. Original error: ${problem}`, 'answer');
}
