import type { ApiStream, ByteSink } from '@klockwork/http-api';

/** Stream of white space and one JSON value: a waiting answer must not hold lab time, as a plain one would. */
export function jsonStream(start: (sink: ByteSink) => void): ApiStream {
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' }, start };
}
