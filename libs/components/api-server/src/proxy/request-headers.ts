import type { ApiRequest } from '@klockwork/http-api';

/** Hop-by-hop headers, and credentials for this server. */
export const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'connection', 'content-length', 'expect', 'http2-settings', 'keep-alive', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** Returns the headers of a request that is passed on. */
export function requestHeaders({ headers, path }: ApiRequest): (readonly [name: string, value: string])[] {
  const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || OWN_HEADERS.has(name) || name.startsWith(':') ? [] : [[name, value]],
  );
  return [
    ...sent,
    ['X-Forwarded-Host', headers.host ?? ''],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Uri', path],
    ['Connection', 'close'],
  ];
}
