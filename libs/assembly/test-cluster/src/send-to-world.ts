import { wholeBody } from '@klockwork/http-api';
import { decodeUtf8, encodeUtf8, StopSource } from '@klockwork/kernel';
import { ApiRequests, FIELD_MANAGER } from './api-requests.ts';
import type { TestAnswer, TestRequest } from './public.ts';
import type { World } from './world.ts';

const ADMIN = 'kubernetes-admin';

/** Sends a request to the API of a world, without sockets. Rejects for an answer that is a stream. */
async function sendToWorld(world: World, { method = 'GET', path, body, headers = {} }: TestRequest): Promise<TestAnswer> {
  const [pathname = '', query = ''] = path.split('?', 2);
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const stop = new StopSource();
  const release = isRead(method) ? () => {} : await world.activity.admit('request of a test', stop);
  try {
    const answer = await world.cluster.http.handle({
      ...{ method, path: pathname, query, user: ADMIN, stop, text },
      headers: { 'user-agent': FIELD_MANAGER, 'content-type': 'application/json', ...headers },
      body: encodeUtf8(text),
    });
    if (!('body' in answer)) throw new Error(`${method} ${path} answers with a stream: use a client over HTTP`);
    const whole = wholeBody(answer.body);
    return { status: answer.status, headers: answer.headers, text: typeof whole === 'string' ? whole : decodeUtf8(whole) };
  } finally {
    release();
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Returns the requests to the API of a world. */
export function requestsTo(world: World): ApiRequests {
  return new ApiRequests((request) => sendToWorld(world, request));
}
