import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from '@klockwork/api-server';
import type { StopSignal } from '@klockwork/kernel';
import { bodyText } from './body-text.ts';

/** A request as the API knows it. */
export function apiRequest(
  { url = '/', method = 'GET', headers }: IncomingMessage,
  { body, user, stop }: { body: Buffer; user: string | undefined; stop: StopSignal },
): ApiRequest {
  const mark = url.indexOf('?');
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: withoutIdleUpgrade(withHost(headers as ApiRequest['headers'])),
    body,
    text: bodyText(body),
    user,
    stop,
  };
}

/** HTTP/2 says in a field of its own what HTTP/1.1 says in the header `host`. */
function withHost(headers: ApiRequest['headers']): ApiRequest['headers'] {
  return headers.host === undefined ? { ...headers, host: headers[':authority'] } : headers;
}

/** Whoever names a protocol, and does not ask for the connection to be upgraded to it, asks for nothing. */
function withoutIdleUpgrade(headers: ApiRequest['headers']): ApiRequest['headers'] {
  if (headers.upgrade === undefined || /\bupgrade\b/i.test(headers.connection ?? '')) return headers;
  return { ...headers, upgrade: undefined };
}
