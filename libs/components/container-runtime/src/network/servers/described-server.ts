import { answerAt, type Listener } from '@klockwork/images';
import type { Connection } from '@klockwork/pod-lifecycle';
import {
  answerFromFolder,
  greetClient,
  type HttpAnswer,
  HttpReader,
  type HttpRequest,
  headerOf,
  plainToTls,
  ReadAhead,
  type RedisServer,
  type ServedFolder,
  serveHttp,
} from '@klockwork/userland';
import { type Health, healthAnswer, readHealthRequest } from '../grpc/health.ts';

/** Port of a described program, plus its dependencies. */
export interface DescribedServer {
  readonly listener: Listener;
  readonly served: ServedFolder | undefined;
  /** Number of HTTP requests to the port, shared by its connections. */
  readonly requests: { count: number };
  /** Keys of a port that speaks Redis, shared by its connections. */
  readonly redis: RedisServer | undefined;
  /** Client address. */
  readonly client: string;
  /** Expands placeholders of a description. */
  fill(text: string): string;
  /** Writes an expanded log line. */
  log(line: string): Promise<void>;
  /** Uses one processor for `ms`. */
  work(ms: number): Promise<void>;
  /** Ms since the port was opened. */
  age(): number;
  /** Never resolves; rejects when the program ends. */
  untilKilled(): Promise<never>;
}

/** Serves one connection by its description. Rejects like the connection. */
export async function serveDescribed(server: DescribedServer, connection: Connection): Promise<void> {
  const source = new ReadAhead(connection);
  const { speaks } = server.listener;
  switch (speaks === 'any' ? await clientSpeaks(source) : speaks) {
    case 'http':
      return serveHttp(connection, new HttpReader(source), (request) => answerTo(server, request));
    case 'https':
      return serveHttps(server, connection, source);
    case 'grpc':
      return serveHealth(server, connection, source);
    case 'redis':
      await unlessHanging(server);
      return server.redis?.serve(connection);
    case 'tcp':
      return echo(server, connection, source);
  }
}

/** Detects a protocol by its first bytes. */
async function clientSpeaks(source: ReadAhead): Promise<Exclude<Listener['speaks'], 'any' | 'redis'>> {
  const first = await source.peek(1);
  if (first === '\x16') return 'https';
  if (!/[A-Z]/.test(first)) return 'tcp';
  const word = await source.peek(4);
  if (word === 'PRI ') return 'grpc';
  return /^(?:GET |HEAD|POST|PUT |PATC|DELE|OPTI|TRAC|CONN)$/.test(word) ? 'http' : 'tcp';
}

async function answerTo(server: DescribedServer, request: HttpRequest): Promise<HttpAnswer> {
  await unlessHanging(server);
  server.requests.count += 1;
  const { takesMs = 0 } = server.listener;
  if (takesMs > 0) await server.work(takesMs);
  const answer = answerOf(server, request);
  const { log } = server.listener;
  if (log !== undefined) await server.log(withRequest(server.fill(log), server, request, answer));
  return answer;
}

function answerOf(server: DescribedServer, request: HttpRequest): HttpAnswer {
  const { listener, served } = server;
  const path = request.line.target.replace(/[?#].*$/, '');
  const isSaid = listener.paths !== undefined && Object.hasOwn(listener.paths, path);
  if (served !== undefined && !isSaid) return answerFromFolder(served, request);
  const { status, body } = answerAt(listener, path, server.age());
  return { status, headers: [], body: withRequest(server.fill(body), server, request) };
}

/** Expands placeholders of request and response. */
function withRequest(text: string, { client, requests, age }: DescribedServer, { line, head }: HttpRequest, answer?: HttpAnswer): string {
  const values: Readonly<Record<string, string>> = {
    client,
    request: head.startLine,
    method: line.method,
    path: line.target,
    agent: headerOf(head, 'User-Agent') ?? '-',
    status: String(answer?.status ?? 200),
    size: String(answer?.body.length ?? 0),
    requests: String(requests.count),
    uptime: String(age() / 1_000),
  };
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole));
}

async function serveHttps(server: DescribedServer, connection: Connection, source: ReadAhead): Promise<void> {
  const isTls = await greetClient(connection, source, async () => {
    await unlessHanging(server);
    return undefined;
  });
  return serveHttp(connection, new HttpReader(source), isTls ? (request) => answerTo(server, request) : plainToTls);
}

async function serveHealth(server: DescribedServer, connection: Connection, source: ReadAhead): Promise<void> {
  const service = await readHealthRequest(source);
  await unlessHanging(server);
  if (service !== undefined) {
    await connection.write(healthAnswer(healthOf(server.listener, service)));
  }
  connection.end();
}

/** Returns the health of a gRPC service. A listener of any protocol has every service. */
function healthOf({ speaks, health }: Listener, service: string): Health {
  if (health === undefined) return speaks === 'any' || service === '' ? 'SERVING' : 'unknown service';
  return Object.hasOwn(health, service) ? (health[service] ?? 'NOT_SERVING') : 'unknown service';
}

/** Protocols other than HTTP and gRPC are echoed. */
async function echo(server: DescribedServer, connection: Connection, source: ReadAhead): Promise<void> {
  for (let bytes = await source.read(); bytes !== undefined; bytes = await source.read()) {
    await unlessHanging(server);
    await connection.write(bytes);
  }
  connection.end();
}

/** A hung server still accepts connections (the kernel does), but never responds. */
async function unlessHanging({ listener, age, untilKilled }: DescribedServer): Promise<void> {
  if (age() >= (listener.hangsAfterMs ?? Number.POSITIVE_INFINITY)) await untilKilled();
}
