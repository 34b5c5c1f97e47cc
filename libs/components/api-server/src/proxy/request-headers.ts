import type { ApiRequest } from '@klockwork/http-api';

/** Returns whether a request asks for another protocol. Models `IsUpgradeRequest` of `apimachinery/pkg/util/httpstream`. */
export function isUpgradeRequest({ headers }: ApiRequest): boolean {
  return (headers.connection ?? '').toLowerCase().includes('upgrade');
}

/** Hop-by-hop headers, and credentials for this server. */
export const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'connection', 'content-length', 'expect', 'http2-settings', 'keep-alive', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** Returns the headers of a request that is passed on. */
export function requestHeaders(request: ApiRequest): (readonly [name: string, value: string])[] {
  const { headers, path } = request;
  const sentHeaders = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || OWN_HEADERS.has(name) || name.startsWith(':') ? [] : [[name, value]],
  );
  return [
    ...sentHeaders,
    ['X-Forwarded-Host', headers.host ?? ''],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Uri', path],
    ...connectionHeaders(request),
  ];
}

function connectionHeaders(request: ApiRequest): (readonly [name: string, value: string])[] {
  if (!isUpgradeRequest(request)) return [['Connection', 'close']];
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', request.headers.upgrade ?? ''],
  ];
}
