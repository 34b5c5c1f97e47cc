import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from '@klockwork/http-api';
import type { StopSignal } from '@klockwork/kernel';
import { bodyText } from './body-text.ts';

/** Converts a request of Node.js for the API. */
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

/** Copies HTTP/2's `:authority` into `host`. */
function withHost(headers: ApiRequest['headers']): ApiRequest['headers'] {
  return headers.host === undefined ? { ...headers, host: headers[':authority'] } : headers;
}

/** Drops an `upgrade` header that `connection` does not name: such a request wants no upgrade. */
function withoutIdleUpgrade(headers: ApiRequest['headers']): ApiRequest['headers'] {
  if (headers.upgrade === undefined || /\bupgrade\b/i.test(headers.connection ?? '')) return headers;
  return { ...headers, upgrade: undefined };
}
