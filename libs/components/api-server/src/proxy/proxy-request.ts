import { statusErrors } from '@klockwork/api-machinery';
import { NODE_ROUTES } from '@klockwork/cluster-api';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink } from '@klockwork/http-api';
import { byteString, bytesOf, StoppedError } from '@klockwork/kernel';
import { ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import { ask, type ClientAnswer, HttpError, NoAnswerError } from '@klockwork/userland';
import type { ObjectCall } from '../objects/object-call.ts';
import { openAgentStream } from '../streams/agent-stream.ts';
import { streamTarget } from '../streams/stream-target.ts';
import { PodConnection } from './pod-connection.ts';
import { type ProxyTarget, proxyTarget } from './proxy-target.ts';

/** Hop-by-hop headers, and credentials for this server. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'connection', 'content-length', 'expect', 'http2-settings', 'keep-alive', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

type Header = ClientAnswer['head']['headers'][number];

/** Messages of Go's dialer. */
const FAILURES: Readonly<Record<ConnectionFailure, string>> = {
  refused: 'connect: connection refused',
  timeout: 'i/o timeout',
  reset: 'read: connection reset by peer',
  unreachable: 'connect: no route to host',
};

/**
 * Passes a request on to a pod, or to a pod behind a Service, and returns its answer: `pods/web:8080/proxy/path`. Throws NotFound,
 * BadRequest and ServiceUnavailable. Models `UpgradeAwareHandler` of `apimachinery/pkg/util/proxy`, without upgrades and without links in HTML.
 */
export async function proxyRequest(call: ObjectCall): Promise<ApiAnswer | ApiStream> {
  const { request } = call;
  const target = proxyTarget(call);
  const { prefix, path } = splitPath(request.path);
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (path === '' && isReading) return { status: 301, headers: { location: `${prefix}/${queryOf(request)}` }, body: '' };
  const connection = await connect(call, target);
  request.stop.onStop(() => connection.close());
  const answer = await askPod(connection, request, { target, path });
  return { status: answer.status, headers: answerHeaders(answer, prefix), start: (sink) => void pass(answer, connection, sink) };
}

/** Splits the path of a request behind `/proxy`; both parts keep their escapes. */
function splitPath(path: string): { readonly prefix: string; readonly path: string } {
  const [prefix = path] = /^(?:\/[^/]+){6}\/proxy(?=\/|$)/.exec(path) ?? [];
  return { prefix, path: path.slice(prefix.length) };
}

async function connect(call: ObjectCall, target: ProxyTarget): Promise<PodConnection> {
  const port = Number(target.port);
  if (!Number.isInteger(port)) throw unreachable(`dial tcp: lookup tcp/${target.port}: unknown port`);
  if (port < 1 || port > 65_535) throw unreachable(`dial tcp: address ${target.port}: invalid port`);
  const connection = new PodConnection();
  const session = await openAgentStream(call, NODE_ROUTES.portforward, streamTarget(target.pod, call), connection);
  if (!('send' in session)) throw failed(target, 'unreachable');
  connection.begin(session, port);
  return connection;
}

async function askPod(
  connection: PodConnection,
  request: ApiRequest,
  { target, path }: { readonly target: ProxyTarget; readonly path: string },
): Promise<ClientAnswer> {
  const { method, body } = request;
  try {
    return await ask(connection, {
      method,
      target: `${path || '/'}${queryOf(request)}`,
      headers: requestHeaders(request),
      tls: target.scheme === 'https',
      ...(body.length > 0 && { body: byteString(body) }),
    });
  } catch (error) {
    connection.close();
    if (error instanceof ConnectionError) throw failed(target, error.failure);
    if (error instanceof NoAnswerError) throw unreachable(error.why === 'empty' ? 'EOF' : 'malformed HTTP response');
    throw error;
  }
}

function requestHeaders({ headers, path }: ApiRequest): Header[] {
  const sent = Object.entries(headers).flatMap(([name, value]): Header[] =>
    value === undefined || OWN_HEADERS.has(name) || name.startsWith(':') ? [] : [[name, value]],
  );
  const forwarded: Header[] = [
    ['X-Forwarded-Host', headers.host ?? ''],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Uri', path],
  ];
  return [...sent, ...forwarded, ['Connection', 'close']];
}

function answerHeaders({ head }: ClientAnswer, prefix: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { 'cache-control': 'no-cache, private' };
  for (const [name, value] of head.headers) {
    const key = name.toLowerCase();
    if (!OWN_HEADERS.has(key)) headers[key] = key === 'location' ? ownLocation(value, prefix) : value;
  }
  return headers;
}

/** Converts a pod's path to a path of this server. Models `rewriteURL` of `apimachinery/pkg/util/proxy`. */
function ownLocation(location: string, prefix: string): string {
  return location.startsWith('/') && !location.startsWith('//') && !location.startsWith(prefix) ? `${prefix}${location}` : location;
}

/** Streams the body of an answer. An interrupted answer ends early. */
async function pass({ body }: ClientAnswer, connection: PodConnection, sink: ByteSink): Promise<void> {
  try {
    for await (const bytes of body) if (!sink.write(bytesOf(bytes))) await sink.drained();
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof HttpError || error instanceof StoppedError)) throw error;
  } finally {
    connection.close();
    sink.end();
  }
}

function queryOf({ query }: ApiRequest): string {
  return query === '' ? '' : `?${query}`;
}

function failed({ address, port }: ProxyTarget, failure: ConnectionFailure) {
  return unreachable(`dial tcp ${address}:${port}: ${FAILURES[failure]}`);
}

function unreachable(problem: string) {
  return statusErrors.serviceUnavailable(`error trying to reach service: ${problem}`);
}
