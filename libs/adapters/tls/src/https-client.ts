import type { IncomingMessage } from 'node:http';
import { Agent, request as openRequest, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { type OutboundAnswer, OutboundError, type OutboundHttps, type OutboundRequest } from '@klockwork/http-api';
import { type Activity, ApiError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { ConnectionStream } from './connection-stream.ts';
import { outboundFailure } from './outbound-failure.ts';

/** Max bytes of an answer; a review of the largest object needs less. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
/** Max sets of trusted authorities with open connections. Models `defaultCacheSize` of upstream's webhook clients. */
const AGENTS_MAX = 200;
/** Duration in ms after which an unused connection closes. */
const IDLE_MS = 30_000;

/** HTTPS over the host's network, or over connections of the lab. Connections stay open for further requests. */
export class HttpsClient implements OutboundHttps {
  readonly #activity: Activity;
  /** By authorities; the least recently used first. */
  readonly #agents = new Map<string, Agent>();

  constructor({ activity }: { readonly activity: Activity }) {
    this.#activity = activity;
  }

  send(request: OutboundRequest): Promise<OutboundAnswer> {
    const options = { ...optionsOf(request), agent: this.#agentFor(request.authorities) };
    const answer = answered(options, request, this.#activity);
    // A program of the lab needs lab time: only its connection holds, while this process handles bytes.
    return request.dial === undefined ? this.#activity.track('https', answer) : answer;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #agentFor(authorities = ''): Agent {
    const agent = this.#agents.get(authorities) ?? new KeepingAgent(this.#activity);
    this.#agents.delete(authorities);
    this.#agents.set(authorities, agent);
    if (this.#agents.size > AGENTS_MAX) {
      const [oldest = '', unusedAgent] = this.#agents.entries().next().value ?? [];
      this.#agents.delete(oldest);
      unusedAgent?.destroy();
    }
    return agent;
  }
}

/** Options of a connection over the lab. */
interface DialOptions {
  readonly dial?: OutboundRequest['dial'];
  readonly ca?: string;
  readonly servername?: string;
}

type OnConnection = (error: Error | null, socket: Duplex) => void;

/** Keeps connections over the host's network, and over the lab: a Service keeps its connection to a pod, as with upstream's transport. */
class KeepingAgent extends Agent {
  readonly #activity: Activity;

  constructor(activity: Activity) {
    super({ keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' });
    this.#activity = activity;
  }

  override createConnection(options: RequestOptions, onConnection: OnConnection): Duplex | null | undefined {
    const { dial } = options as DialOptions;
    if (dial === undefined) return super.createConnection(options, onConnection);
    const failed = onConnection as (error: Error) => void;
    dial().then((connection) => onConnection(null, this.#secured(connection, options as DialOptions)), failed);
    return undefined;
  }

  #secured(connection: Connection, { ca, servername }: DialOptions): Duplex {
    const socket = new ConnectionStream(connection, this.#activity);
    return connect({ socket, ca, servername, ALPNProtocols: ['http/1.1'] });
  }
}

function optionsOf({ method, url, headers, body, authorities, serverName, program, dial }: OutboundRequest): Options {
  const { host, hostname, port, pathname, search } = new URL(url);
  return {
    // An address of IPv6 has brackets in a URL.
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 443 : Number(port),
    path: pathname + search,
    method,
    headers: { ...headers, host, 'content-length': Buffer.byteLength(body) },
    ...(dial && { dial }),
    ...(program && { hostname: program.host, port: program.port }),
    ...(authorities !== undefined && { ca: authorities }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

type Options = RequestOptions & DialOptions;

/** Repeats a request once, over a new connection, if the server had closed the kept one. */
async function answered(options: Options, outboundRequest: OutboundRequest, activity: Activity): Promise<OutboundAnswer> {
  const answer = await attempt(options, outboundRequest);
  if (answer !== 'stale') return answer;
  const agent = new KeepingAgent(activity);
  try {
    return (await attempt({ ...options, agent }, outboundRequest)) as OutboundAnswer;
  } finally {
    agent.destroy();
  }
}

function attempt(options: Options, outboundRequest: OutboundRequest): Promise<OutboundAnswer | 'stale'> {
  const { stop, timeoutMs } = outboundRequest;
  return new Promise((resolve, reject) => {
    const request = openRequest(options);
    const expire = () => request.destroy(new OutboundError('context deadline exceeded'));
    const forget = stop.onStop(expire);
    const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      forget();
    };
    request.on('error', (error) => {
      settle();
      if (request.reusedSocket && isStale(error)) resolve('stale');
      else reject(error instanceof ApiError ? error : outboundFailure(error));
    });
    request.on('response', (response) => {
      readAnswer(response, (outcome) => {
        settle();
        if (outcome instanceof Error) reject(outboundFailure(outcome));
        else resolve(outcome);
      });
    });
    request.end(outboundRequest.body);
  });
}

/** Returns whether the other side had closed a kept connection, over the host's network or over the lab. */
function isStale(error: Error): boolean {
  const { code } = error as { code?: string };
  return code === 'ECONNRESET' || code === 'EPIPE' || error instanceof ConnectionError;
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
