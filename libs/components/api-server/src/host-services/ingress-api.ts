import {
  type ApiAnswer,
  type ApiRequest,
  type ApiStream,
  type ApiUpgrade,
  type ByteSink,
  type HttpApi,
  OutboundError,
} from '@klockwork/http-api';
import { byteString } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import type { Ingress, Service, ServicePort } from '@klockwork/resources';
import { ask, NoAnswerError } from '@klockwork/userland';
import { passAnswer } from '../proxy/pass-answer.ts';
import { isUpgradeRequest } from '../proxy/request-headers.ts';
import { upgradeAnswer } from '../proxy/tunnel.ts';
import { type IngressRoute, ingressRoute } from './ingress-route.ts';
import type { DialedPort } from './outside-dialer.ts';

/** Dependencies of {@link ingressApi}. */
export interface IngressApiParts {
  readonly ingresses: () => readonly Ingress[];
  readonly service: (namespace: string, name: string) => Service | undefined;
  readonly dial: (port: DialedPort) => Promise<Connection>;
}

/** Headers of one connection (RFC 9110, 7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'http2-settings', 'keep-alive', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);
const CLIENT = '127.0.0.1';

/** Returns the HTTP server of the lab's Ingresses: requests pass to Services by host and path. */
export function ingressApi(parts: IngressApiParts): HttpApi {
  return { handle: (request) => answer(parts, request) };
}

async function answer(parts: IngressApiParts, request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  const host = (request.headers[':authority'] ?? request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const route = ingressRoute(host, request.path, parts.ingresses());
  if (route === undefined) return refusal(404, 'default backend - 404');
  const dialed = dialedPort(parts, route);
  if (dialed === undefined) return refusal(503, '503 Service Temporarily Unavailable');
  let connection: Connection | undefined;
  try {
    connection = await parts.dial(dialed);
    return await passed(connection, request);
  } catch (error) {
    connection?.close();
    if (error instanceof ConnectionError && error.failure === 'refused') return refusal(503, '503 Service Temporarily Unavailable');
    const isBroken = error instanceof ConnectionError || error instanceof NoAnswerError || error instanceof OutboundError;
    if (isBroken) return refusal(502, '502 Bad Gateway');
    throw error;
  }
}

async function passed(connection: Connection, request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  const { method, path, query, body } = request;
  request.stop.onStop(() => connection.close());
  const target = query === '' ? path : `${path}?${query}`;
  const pod = await ask(connection, { method, target, headers: headersOf(request), ...(body.length > 0 && { body: byteString(body) }) });
  if (!isUpgradeRequest(request)) {
    const headers = Object.fromEntries(pod.head.headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(isOwn));
    return { status: pod.status, headers, start: (sink: ByteSink) => void passAnswer(pod, connection, sink) };
  }
  const upgraded = await upgradeAnswer(pod, connection);
  return typeof upgraded === 'string' ? refusal(502, '502 Bad Gateway') : upgraded;
}

/** Returns the headers of the request, with those that name the client. */
function headersOf(request: ApiRequest): (readonly [string, string])[] {
  const { headers } = request;
  const own = Object.entries(headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
  const upgrade = [['Connection', 'Upgrade'] as const, ['Upgrade', headers.upgrade ?? ''] as const];
  return [
    ...own.filter(([name, value]) => !name.startsWith(':') && isOwn([name, value])),
    ['X-Forwarded-For', CLIENT],
    ['X-Forwarded-Host', headers.host ?? ''],
    ['X-Forwarded-Proto', 'http'],
    ['X-Real-IP', CLIENT],
    ...(isUpgradeRequest(request) ? upgrade : [['Connection', 'close'] as const]),
  ];
}

function isOwn([name]: readonly [string, string]): boolean {
  return !OF_CONNECTION.has(name) && !name.startsWith('x-forwarded-') && name !== 'x-real-ip';
}

/** Undefined for an unknown Service or port, and for a backend that is no Service. */
function dialedPort({ service }: IngressApiParts, { namespace, backend }: IngressRoute): DialedPort | undefined {
  const { name = '', port: wanted } = backend.service ?? {};
  const ports: readonly ServicePort[] = service(namespace, name)?.spec?.ports ?? [];
  const port = ports.find((one) => (wanted?.name ? one.name === wanted.name : one.port === wanted?.number));
  return port && { namespace, service: name, port };
}

function refusal(status: number, text: string): ApiAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}
