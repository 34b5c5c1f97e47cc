import type { HostClient } from '@klockwork/http-api';
import type { Connection } from '@klockwork/pod-lifecycle';
import {
  formatHead,
  HttpError,
  type HttpHead,
  HttpReader,
  headerOf,
  keepsAlive,
  type RequestLine,
  reasonPhrase,
  requestBodyLength,
  requestLine,
} from '@klockwork/userland';
import type { DialedPort } from '../outside-dialer.ts';
import { changedExchange } from './changed-exchange.ts';
import { ClientBytes } from './client-bytes.ts';
import { type Exchange, passExchange } from './pass-exchange.ts';
import { bodyHeaders } from './passed-headers.ts';
import { isGone, refusalOf } from './refusals.ts';
import { type OwnAnswer, type RoutedRequest, type RouteRequest, textAnswer } from './routing.ts';

/** Dependencies of {@link serveClient}. */
export interface HttpRouterParts {
  readonly scheme: RoutedRequest['scheme'];
  readonly route: RouteRequest;
  readonly dial: (port: DialedPort) => Promise<Connection>;
}

/** Serves the HTTP/1.1 requests of a client until its connection ends: each passes to the pod that `route` chooses. Rejects for bugs only. */
export async function serveClient(client: HostClient, parts: HttpRouterParts): Promise<void> {
  const reader = new HttpReader(new ClientBytes(client));
  try {
    while ((await serveRequest(client, reader, parts)) === 'next');
    client.end();
  } catch (error) {
    client.reset();
    if (!(isGone(error) || error instanceof HttpError)) throw error;
  }
}

async function serveRequest(client: HostClient, reader: HttpReader, parts: HttpRouterParts): Promise<'next' | 'last'> {
  const head = await nextHead(reader);
  if (head === undefined) return 'last';
  const line = head === 'malformed' ? undefined : requestLine(head.startLine);
  if (head === 'malformed' || line === undefined || !isFramed(head)) return answer(client, textAnswer(400, '400 Bad Request'), 'close');
  const { route, scheme } = parts;
  const request = routedRequest(head, line, scheme);
  const length = requestBodyLength(head);
  const stays = length === 0 && keepsAlive(head, line.version) ? 'keep-alive' : 'close';
  const routing = route(request);
  if (routing.type === 'answer') return answer(client, routing, stays, line.method);
  const connection = await dialed(() => parts.dial(routing.port));
  if ('type' in connection) return answer(client, connection, stays, line.method);
  const exchange: Exchange = changedExchange({ client, reader, connection, head, line, request, length }, routing.changes);
  const outcome = await passExchange(exchange);
  return typeof outcome === 'string' ? outcome : answer(client, outcome, 'close', line.method);
}

async function nextHead(reader: HttpReader): Promise<HttpHead | 'malformed' | undefined> {
  try {
    return await reader.head();
  } catch (error) {
    if (error instanceof HttpError) return error.message === 'malformed' ? 'malformed' : undefined;
    throw error;
  }
}

/** Returns false for a body whose end is unclear. */
function isFramed(head: HttpHead): boolean {
  const coding = headerOf(head, 'Transfer-Encoding');
  return /^\d*$/.test(headerOf(head, 'Content-Length') ?? '') && (coding === undefined || /^chunked$/i.test(coding));
}

/** A target may be a whole URL (RFC 9112, 3.2.2). */
function routedRequest(head: HttpHead, { method, target }: RequestLine, scheme: RoutedRequest['scheme']): RoutedRequest {
  const [, authority, own = target] = /^https?:\/\/([^/?]*)(.*)$/i.exec(target) ?? [];
  const [path = '', ...query] = own.split('?');
  const host = (authority ?? headerOf(head, 'Host') ?? '').replace(/:\d+$/, '').toLowerCase();
  return { scheme, host, method, path: path || '/', query: query.join('?'), headers: head.headers };
}

async function dialed(dial: () => Promise<Connection>): Promise<Connection | OwnAnswer> {
  try {
    return await dial();
  } catch (error) {
    return refusalOf(error);
  }
}

async function answer(
  client: HostClient,
  { status, headers, body }: OwnAnswer,
  connection: 'keep-alive' | 'close',
  method = 'GET',
): Promise<'next' | 'last'> {
  const startLine = `HTTP/1.1 ${status} ${reasonPhrase(status)}`;
  const head = formatHead({ startLine, headers: [...headers, ...bodyHeaders(body.length), ['Connection', connection]] });
  await client.send(method === 'HEAD' ? head : `${head}${body}`);
  return connection === 'keep-alive' ? 'next' : 'last';
}
