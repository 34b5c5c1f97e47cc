import { ConnectionError } from '@klockwork/pod-lifecycle';
import { ask, type ClientAnswer, type ClientRequest, NoAnswerError } from '../../../network/http/http-client.ts';
import { type HttpHeader, headerOf } from '../../../network/http/http-head.ts';
import { HttpError } from '../../../network/http/http-reader.ts';
import { authority, redirected, type Url } from '../../../network/http/url.ts';
import type { TcpConnection } from '../../../network/network.ts';
import type { Call } from '../../call.ts';
import { DeadlineError, within } from '../deadline.ts';
import type { WgetOptions } from './wget-options.ts';

/** Failure after the connection was established. */
export type FetchFailure = 'no-answer' | 'no-tls' | 'reset' | 'deadline' | 'cut-short';

/** Fetch failure, thrown while reading a body. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly failure: FetchFailure;
  constructor(failure: FetchFailure) {
    super(failure);
    this.failure = failure;
  }
}

/** Differences between both implementations of wget. */
export interface FetchMeans extends Pick<ClientRequest, 'judge'> {
  readonly userAgent: string;
}

/** Request of a URL over an open connection. */
export interface FetchRequest {
  readonly connection: TcpConnection;
  readonly url: Url;
  readonly options: WgetOptions;
  readonly means: FetchMeans;
}

/** Body of an answer, and its consumer. */
export interface FetchedBody {
  readonly connection: TcpConnection;
  readonly answer: ClientAnswer;
  readonly options: WgetOptions;
  readonly take: (bytes: string) => Promise<unknown>;
}

/** Requests a URL over a connection. Rejects with FetchError, or like `judge`. */
export function fetchHead(call: Call, { connection, url, options, means: { userAgent, judge } }: FetchRequest): Promise<ClientAnswer> {
  const own: HttpHeader[] = [
    ['Host', authority(url)],
    ['User-Agent', options.userAgent ?? userAgent],
    ...(call.isBusybox ? [] : [['Accept', '*/*'] as const, ['Accept-Encoding', 'identity'] as const]),
    ['Connection', 'close'],
    ...(options.data === undefined ? [] : [['Content-Type', 'application/x-www-form-urlencoded'] as const]),
  ];
  const headers = options.headers.map((text): HttpHeader => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1).trim()]);
  const defaults = own.filter(([name]) => !headers.some(([other]) => other.toLowerCase() === name.toLowerCase()));
  const method = options.spider ? 'HEAD' : options.data === undefined ? 'GET' : 'POST';
  const request = {
    ...{ method, target: url.target, headers: [...defaults, ...headers], tls: url.scheme === 'https' },
    ...(options.data !== undefined && { body: options.data }),
    ...(judge !== undefined && { judge }),
  };
  return limited(call, connection, options, () => ask(connection, request));
}

/** Passes on body bytes on arrival; returns their count. Rejects with FetchError for a truncated body. */
export async function takeBody(call: Call, { connection, answer, options, take }: FetchedBody): Promise<number> {
  let size = 0;
  for (;;) {
    const part = await limited(call, connection, options, () => answer.body.next());
    if (part.done) return size;
    size += part.value.length;
    await take(part.value);
    await call.spend();
  }
}

/** Redirect target of a response. */
export function redirectOf(url: Url, { head, status }: ClientAnswer): Url | undefined {
  const location = status >= 301 && status <= 308 ? headerOf(head, 'Location') : undefined;
  return location === undefined ? undefined : redirected(url, location);
}

async function limited<T>(call: Call, connection: TcpConnection, { timeoutMs }: WgetOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await within(call.process, timeoutMs, (stop) => {
      stop.onStop(() => connection.close());
      return work();
    });
  } catch (error) {
    if (error instanceof DeadlineError) throw new FetchError('deadline');
    if (error instanceof NoAnswerError) throw new FetchError(error.why === 'no-tls' ? 'no-tls' : 'no-answer');
    if (error instanceof ConnectionError) throw new FetchError('reset');
    if (error instanceof HttpError) throw new FetchError('cut-short');
    throw error;
  }
}
