import { statusErrors } from '@klockwork/api-machinery';
import { NODE_ROUTES } from '@klockwork/cluster-api';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, ByteSink } from '@klockwork/http-api';
import { byteString } from '@klockwork/kernel';
import { type Connection, ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import { ask, type ClientAnswer, NoAnswerError, TlsError } from '@klockwork/userland';
import { DIAL_FAILURES } from '../aggregation/remote-call.ts';
import type { ObjectCall } from '../objects/object-call.ts';
import { openAgentStream } from '../streams/agent-stream.ts';
import { streamTarget } from '../streams/stream-target.ts';
import { answerHeaders, passAnswer, sandboxed } from './pass-answer.ts';
import { PodConnection } from './pod-connection.ts';
import { type ProxyTarget, proxyTarget } from './proxy-target.ts';
import { isUpgradeRequest, requestHeaders } from './request-headers.ts';
import { upgradeAnswer } from './tunnel.ts';

/**
 * Passes a request on to a pod, or to a pod or program behind a Service, and returns its answer: `pods/web:8080/proxy/path`. Throws NotFound,
 * BadRequest and ServiceUnavailable. Models `UpgradeAwareHandler` of `apimachinery/pkg/util/proxy`.
 */
export async function proxyRequest(call: ObjectCall): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  const { request } = call;
  const target = proxyTarget(call);
  const { prefix, path } = splitPath(request.path);
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  const upgrades = isUpgradeRequest(request);
  if (path === '' && isReading && !upgrades) return { status: 301, headers: { location: `${prefix}/${queryOf(request)}` }, body: '' };
  const connection = await connect(call, target);
  request.stop.onStop(() => connection.close());
  const answer = await askPod(connection, request, { target, path });
  if (upgrades) return upgraded(answer, connection);
  return {
    status: answer.status,
    headers: sandboxed(answerHeaders(answer, prefix)),
    start: (sink: ByteSink) => void passAnswer(answer, connection, sink, prefix),
  };
}

async function upgraded(answer: ClientAnswer, connection: Connection): Promise<ApiAnswer | ApiUpgrade> {
  const upgrade = await upgradeAnswer(answer, connection);
  if (typeof upgrade === 'string') throw unreachable(upgrade);
  return upgrade;
}

/** Splits the path of a request behind `/proxy`; both parts keep their escapes. */
function splitPath(path: string): { readonly prefix: string; readonly path: string } {
  const [prefix = path] = /^(?:\/[^/]+){6}\/proxy(?=\/|$)/.exec(path) ?? [];
  return { prefix, path: path.slice(prefix.length) };
}

async function connect(call: ObjectCall, target: ProxyTarget): Promise<Connection> {
  const port = Number(target.port);
  if (!Number.isInteger(port)) throw unreachable(`dial tcp: lookup tcp/${target.port}: unknown port`);
  if (port < 1 || port > 65_535) throw unreachable(`dial tcp: address ${target.port}: invalid port`);
  if (target.pod === undefined) return dialHost(call, target, port);
  const connection = new PodConnection();
  const session = await openAgentStream(call, NODE_ROUTES.portforward, streamTarget(target.pod, call), connection);
  if (!('send' in session)) throw failed(target, 'unreachable');
  connection.begin(session, port);
  return connection;
}

/** Certificates are not verified, as upstream. */
async function dialHost({ services, request }: ObjectCall, target: ProxyTarget, port: number): Promise<Connection> {
  const tls = target.scheme === 'https' ? { serverName: 'localhost', isUnverified: true } : undefined;
  try {
    const connection = services.remotes?.ports?.dialer.dial({ host: target.address, port }, request.stop, tls);
    if (connection !== undefined) return await connection;
  } catch (error) {
    if (error instanceof TlsError) throw unreachable(error.message);
    if (error instanceof ConnectionError) throw failed(target, error.failure);
    throw error;
  }
  throw failed(target, 'refused');
}

async function askPod(
  connection: Connection,
  request: ApiRequest,
  { target, path }: { readonly target: ProxyTarget; readonly path: string },
): Promise<ClientAnswer> {
  const { method, body } = request;
  try {
    return await ask(connection, {
      method,
      target: `${path || '/'}${queryOf(request)}`,
      headers: requestHeaders(request),
      tls: target.scheme === 'https' && target.pod !== undefined,
      ...(body.length > 0 && { body: byteString(body) }),
    });
  } catch (error) {
    connection.close();
    if (error instanceof ConnectionError) throw failed(target, error.failure);
    if (error instanceof NoAnswerError) throw unreachable(error.why === 'empty' ? 'EOF' : 'malformed HTTP response');
    throw error;
  }
}

function queryOf({ query }: ApiRequest): string {
  return query === '' ? '' : `?${query}`;
}

function failed({ address, port }: ProxyTarget, failure: ConnectionFailure) {
  return unreachable(`dial tcp ${address}:${port}: ${DIAL_FAILURES[failure]}`);
}

function unreachable(problem: string) {
  return statusErrors.serviceUnavailable(`error trying to reach service: ${problem}`);
}
