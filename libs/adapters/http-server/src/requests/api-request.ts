import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ApiRequest } from '@klockwork/http-api';
import type { StopSignal } from '@klockwork/kernel';
import { bodyText } from './body-text.ts';
import { certificateUserOf } from './client-certificate.ts';

/** Returns the user of a request by its headers; undefined without a valid credential. */
export type Authenticate = (request: { readonly headers: IncomingHttpHeaders }) => string | undefined;

/** Converts a request of Node.js for the API. */
export function apiRequest(
  message: IncomingMessage,
  { body, authenticate, stop }: { body: Buffer; authenticate: Authenticate; stop: StopSignal },
): ApiRequest {
  const { url = '/', method = 'GET', headers } = message;
  const mark = url.indexOf('?');
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: withoutIdleUpgrade(withHost(headers as ApiRequest['headers'])),
    body,
    text: bodyText(body),
    ...credentialOf(message, authenticate),
    stop,
  };
}

/** A valid certificate precedes other credentials; an invalid one leaves them. */
function credentialOf(message: IncomingMessage, authenticate: Authenticate): Pick<ApiRequest, 'user' | 'certificate'> {
  const certificateUser = certificateUserOf(message);
  if (typeof certificateUser === 'object') return certificateUser;
  return { user: authenticate(message), certificate: certificateUser === 'invalid' ? certificateUser : undefined };
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
