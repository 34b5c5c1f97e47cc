import { type Bus, BusError, BusSession, type Route, type Subjects } from '@klockwork/bus';
import { API_SERVER_PLACE, POD_API_ROUTES, type PodApiRequest, type ServerCertificate } from '@klockwork/cluster-api';
import { type Clock, type Random, StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import {
  type ChunkedAnswer,
  type Endpoint,
  greetClient,
  HttpReader,
  type HttpRequest,
  plainToTls,
  ReadAhead,
  serveHttp,
} from '@klockwork/userland';
import type { CrashLog } from '../crash-log.ts';
import { PartQueue } from './part-queue.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';

/** Dependencies of {@link ApiServerWay}. */
export interface ApiServerProxyPorts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
  readonly crashes: CrashLog;
}

/** Lab time limits of connecting to the api-server and of its response. The latter models `--request-timeout`. */
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 60_000;
/** Hop-by-hop headers, not forwarded. */
const HOP_HEADERS: ReadonlySet<string> = new Set(['connection', 'upgrade', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'expect']);

/**
 * Path from pods to the API server. The node terminates TCP and TLS, then forwards each request over the bus; the api-server handles it
 * like HTTP.
 */
export class ApiServerProxy {
  readonly #parts: ApiServerProxyPorts;

  constructor(parts: ApiServerProxyPorts) {
    this.#parts = parts;
  }

  isAt(address: string): boolean {
    return address === API_SERVER_PLACE.ip;
  }

  /** A connection of the pod `object`. Rejects with ConnectionError: refused, when no api-server answers. */
  async connect(from: Endpoint, to: Endpoint, object: string): Promise<TcpEnd> {
    if (to.port !== API_SERVER_PLACE.port) throw new ConnectionError('refused');
    const certificate = await this.#ask(POD_API_ROUTES.certificate, null, CONNECT_TIMEOUT_MS);
    if (certificate === undefined) throw new ConnectionError('refused');
    const { client, server } = connectedEnds(from, to);
    void this.#serve(server, certificate, object);
    return client;
  }

  async #serve(connection: TcpEnd, certificate: ServerCertificate, object: string): Promise<void> {
    const source = new ReadAhead(connection);
    try {
      const isTls = await greetClient(connection, source, async () => certificate);
      const reader = new HttpReader(source);
      if (!isTls) return await serveHttp(connection, reader, plainToTls);
      await serveHttp(connection, reader, (request) => this.#answer(request, source, object));
    } catch (error) {
      // Expected: pod gone, invalid HTTP, or api-server gone; the connection breaks.
      if (!(error instanceof ConnectionError) && !(error instanceof StoppedError)) this.#parts.crashes.report({ object }, error);
      connection.reset();
    }
  }

  /** Throws ConnectionError when the api-server does not answer. */
  async #answer(request: HttpRequest, source: ReadAhead, object: string): Promise<ChunkedAnswer> {
    const { bus, subjects, clock, random } = this.#parts;
    const id = random.uuid();
    const parts = new PartQueue();
    const session = new BusSession({
      ...{ bus, clock, object },
      ...subjects.sessionEnds(id, 'client'),
      isOpener: true,
      onPart({ bytes }) {
        if (bytes === undefined) parts.end();
        else parts.add(bytes);
      },
      onEnd: (end) => (end === 'lost' ? parts.fail(new ConnectionError('reset')) : parts.end()),
    });
    let isRead = false;
    try {
      const answer = await this.#ask(POD_API_ROUTES.http, askedOf(request, id, object), ANSWER_TIMEOUT_MS);
      if (answer === undefined) throw new ConnectionError('reset');
      const { status, body } = answer;
      const headers = Object.entries(answer.headers).map(([name, value]) => [canonical(name), value] as const);
      if (body !== undefined) return { status, headers, body };
      isRead = true;
      session.begin();
      void gone(source).then(() => session.abort());
      return { status, headers, body: parts.read((bytes) => session.taken(bytes)) };
    } finally {
      if (!isRead) session.discard();
    }
  }

  async #ask<Question, Answer>(
    route: Route<Question, Answer>,
    question: NoInfer<Question>,
    timeoutMs: number,
  ): Promise<Answer | undefined> {
    const { bus, subjects } = this.#parts;
    try {
      return await bus.request(subjects.at(route), question, { timeoutMs, waits: 'lab' });
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      return undefined;
    }
  }
}

function askedOf({ line, head, body }: HttpRequest, session: string, object: string): PodApiRequest {
  const mark = line.target.indexOf('?');
  const [path, query] = mark < 0 ? [line.target, ''] : [line.target.slice(0, mark), line.target.slice(mark + 1)];
  const headers = head.headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !HOP_HEADERS.has(name));
  return { session, object, method: line.method, path, query, headers: Object.fromEntries(headers), body };
}

/** Resolves when the client of a streamed response sends more bytes, or disconnects. */
async function gone(source: ReadAhead): Promise<void> {
  try {
    await source.peek(1);
  } catch (error) {
    if (!(error instanceof ConnectionError) && !(error instanceof StoppedError)) throw error;
  }
}

/** `Content-Type`: Go's canonical form. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`);
}
