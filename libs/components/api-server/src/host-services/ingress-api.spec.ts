import type { ApiRequest } from '@klockwork/http-api';
import { byteString, StopSource } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import type { Ingress, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ingressApi } from './ingress-api.ts';

const backend = (name: string) => ({ service: { name, port: { name: 'http' } } });
const paths = [
  { path: '/', pathType: 'Prefix', backend: backend('web') },
  { path: '/gone', pathType: 'Prefix', backend: backend('gone') },
];
const shop: Ingress = { metadata: { namespace: 'shop', name: 'shop' }, spec: { rules: [{ host: 'shop.example', http: { paths } }] } };
const web: Service = { spec: { ports: [{ name: 'http', port: 80 }] } };

/** Program that answers with `answer`; `sent` collects its requests. */
function program(answer: string, sent: string[]): Connection {
  const parts: (string | undefined)[] = [answer, undefined];
  return {
    read: async () => parts.shift(),
    write(bytes) {
      sent.push(bytes);
      return undefined;
    },
    end: () => {},
    close: () => {},
    reset: () => {},
  };
}

async function exchange(host: string, path: string, dial: () => Promise<Connection>) {
  const api = ingressApi({ ingresses: () => [shop], service: (_, name) => (name === 'web' ? web : undefined), dial });
  const headers = { host, authorization: 'Basic x', connection: 'keep-alive', 'x-forwarded-for': '192.0.2.1' };
  const request: ApiRequest = {
    ...{ method: 'GET', path, query: 'q=1', headers, body: new Uint8Array(), user: undefined, stop: new StopSource() },
  };
  const answer = await api.handle(request);
  if ('body' in answer) return { status: answer.status, headers: answer.headers, body: answer.body };
  if ('type' in answer) throw new Error('the answer is an upgrade');
  const chunks: Uint8Array[] = [];
  await new Promise<void>((resolve) => {
    const write = (bytes: Uint8Array) => chunks.push(bytes) > 0;
    answer.start({ write, end: resolve, drained: async () => {} } as unknown as Parameters<typeof answer.start>[0]);
  });
  return { status: answer.status, headers: answer.headers, body: chunks.map((bytes) => byteString(bytes)).join('') };
}

test('a request reaches its Service with the headers of the client, and the answer comes back', async () => {
  const sent: string[] = [];
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\nConnection: close\r\n\r\nhi';
  const answer = await exchange('Shop.example:8080', '/a', async () => program(text, sent));
  expect(answer).toEqual({ status: 200, headers: { 'set-cookie': 'a=b' }, body: 'hi' });
  expect(sent.join('').split('\r\n')).toEqual([
    'GET /a?q=1 HTTP/1.1',
    'host: Shop.example:8080',
    'authorization: Basic x',
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-Host: Shop.example:8080',
    'X-Forwarded-Proto: http',
    'X-Real-IP: 127.0.0.1',
    'Connection: close',
    '',
    '',
  ]);
});

const failing = (failure: 'refused' | 'timeout') => async () => {
  throw new ConnectionError(failure);
};
test.each<[string, string, () => Promise<Connection>, number]>([
  ['other.example', '/', failing('refused'), 404],
  ['shop.example', '/gone', failing('refused'), 503],
  ['shop.example', '/', failing('refused'), 503],
  ['shop.example', '/', failing('timeout'), 502],
  ['shop.example', '/', async () => program('no HTTP\r\n\r\n', []), 502],
])('%s%s answers with an error', async (host, path, dial, status) => {
  expect((await exchange(host, path, dial)).status).toBe(status);
});
