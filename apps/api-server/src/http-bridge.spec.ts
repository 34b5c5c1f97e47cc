import type { ApiRequest } from '@klockwork/api-server';
import { CountingActivity } from '@klockwork/kernel';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { bridgeHttp } from './http-bridge.ts';

/** A server whose API tells what it was asked, and how many holds there were meanwhile. */
function server() {
  const activity = new CountingActivity(setImmediate);
  const asked: Pick<ApiRequest, 'method' | 'path' | 'query' | 'text' | 'user'>[] = [];
  const holds: number[] = [];
  const fastify = Fastify();
  const handle = async ({ method, path, query, text, user }: ApiRequest) => {
    asked.push({ method, path, query, text, user });
    holds.push(activity.state().holds);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'done' };
  };
  bridgeHttp(fastify, { handle }, () => 'someone', activity);
  return { fastify, activity, asked, holds };
}

it('a request is handed on as it came, and the answer given as it is', async () => {
  const { fastify, asked } = server();
  const response = await fastify.inject({
    method: 'PUT',
    url: '/api/v1/x%2Fy?dryRun=All&x',
    payload: 'ü',
    headers: { 'content-type': 'a/b' },
  });
  expect([response.statusCode, response.headers['content-type'], response.body]).toEqual([200, 'text/plain', 'done']);
  expect(asked).toEqual([{ method: 'PUT', path: '/api/v1/x%2Fy', query: 'dryRun=All&x', text: 'ü', user: 'someone' }]);
});

it('the time of the lab waits for a write until it is answered, and never for a read', async () => {
  const { fastify, activity, holds } = server();
  await fastify.inject({ method: 'POST', url: '/' });
  await fastify.inject({ method: 'GET', url: '/' });
  expect(holds).toEqual([1, 0]);
  expect(activity.state().idle).toBe(true);
});

it('a write waits while the gate is closed', async () => {
  const { fastify, activity, asked } = server();
  activity.gate(false);
  const response = fastify.inject({ method: 'DELETE', url: '/' });
  await new Promise(setImmediate);
  expect(asked).toEqual([]);
  activity.gate(true);
  expect((await response).statusCode).toBe(200);
});
