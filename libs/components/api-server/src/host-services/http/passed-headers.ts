import { type BodyLength, type HttpHead, type HttpHeader, headerOf } from '@klockwork/userland';
import type { RoutedRequest } from './routing.ts';

/** Headers of one connection (RFC 9110, 7.6.1), and those of bodies, which the router writes itself. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'http2-settings', 'keep-alive', 'proxy-authenticate', 'proxy-authorization'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);
const OF_ROUTER: ReadonlySet<string> = new Set(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']);
const CLIENT = '127.0.0.1';

/** Returns whether a request asks for another protocol on its connection. */
export function asksForUpgrade(head: HttpHead): boolean {
  return optionsOf(head).includes('upgrade') && headerOf(head, 'Upgrade') !== undefined;
}

/** Returns the headers for a pod: those of the client, and those that name the client. The connection carries one request. */
export function requestHeaders(head: HttpHead, { scheme }: RoutedRequest, length: BodyLength): readonly HttpHeader[] {
  const upgrade = [['Connection', 'Upgrade'] as const, ['Upgrade', headerOf(head, 'Upgrade') ?? ''] as const];
  return [
    ...ownHeaders(head).filter(([name]) => !OF_ROUTER.has(name.toLowerCase())),
    ['X-Forwarded-For', CLIENT],
    ['X-Forwarded-Host', headerOf(head, 'Host') ?? ''],
    ['X-Forwarded-Proto', scheme],
    ['X-Real-IP', CLIENT],
    ...bodyHeaders(length === 0 && headerOf(head, 'Content-Length') === undefined ? undefined : length),
    ...(asksForUpgrade(head) ? upgrade : [['Connection', 'close'] as const]),
  ];
}

/** Returns the headers of a pod's answer without those of its connection. Repeated headers stay. */
export function ownHeaders(head: HttpHead): readonly HttpHeader[] {
  const options = optionsOf(head);
  return head.headers.filter(([name]) => !OF_CONNECTION.has(name.toLowerCase()) && !options.includes(name.toLowerCase()));
}

/** Returns the header that frames a body; none for `undefined`, and for a body that ends with its connection. */
export function bodyHeaders(length: BodyLength | undefined): readonly HttpHeader[] {
  if (length === 'chunked') return [['Transfer-Encoding', 'chunked']];
  return typeof length === 'number' ? [['Content-Length', String(length)]] : [];
}

function optionsOf(head: HttpHead): readonly string[] {
  return (headerOf(head, 'Connection') ?? '').split(',').map((option) => option.trim().toLowerCase());
}
