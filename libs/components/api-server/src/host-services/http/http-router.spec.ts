import type { HostClient } from '@klockwork/http-api';
import { StopSource } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { expect, test } from 'vitest';
import { serveClient } from './http-router.ts';
import { type Routing, textAnswer } from './routing.ts';

const FORWARD: Routing = { type: 'forward', port: { namespace: 'shop', service: 'web', port: { port: 80 } } };
const SHOP = 'Host: Shop.example:8080\r\n';

/** Pod that answers with `parts`, then ends; `sent` collects its requests. */
function pod(parts: readonly (string | Error)[], sent: string[]): Connection {
  const rest = [...parts];
  return {
    async read() {
      const part = rest.shift();
      if (part instanceof Error) throw part;
      return part;
    },
    write(bytes) {
      sent.push(bytes);
      return undefined;
    },
    end: () => {},
    close: () => {},
    reset: () => {},
  };
}

/** Client that sends `request`, then its end; returns what it received, and how the connection ended. */
async function received(request: readonly string[], dial: () => Promise<Connection>, routing: Routing = FORWARD): Promise<string[]> {
  const lines: string[] = [];
  const client: HostClient = {
    gone: new StopSource(),
    receive(take, end) {
      void (async () => {
        for (const bytes of request) await take(bytes);
        end();
      })();
    },
    send(bytes) {
      lines.push(bytes);
      return undefined;
    },
    end: () => void lines.push('END'),
    reset: () => void lines.push('RESET'),
  };
  await serveClient(client, { scheme: 'https', route: () => routing, dial });
  return lines;
}

test('a request passes with the headers of the client, and the answer with each of its headers', async () => {
  const sent: string[] = [];
  const answer = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi';
  const request = `GET /a?q=1 HTTP/1.1\r\n${SHOP}Authorization: Basic x\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: keep-alive\r\n\r\n`;
  expect(await received([request], async () => pod([answer], sent))).toEqual([
    'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n',
    'hi',
    'END',
  ]);
  expect(sent.join('').split('\r\n')).toEqual([
    'GET /a?q=1 HTTP/1.1',
    'Host: Shop.example:8080',
    'Authorization: Basic x',
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-Host: Shop.example:8080',
    'X-Forwarded-Proto: https',
    'X-Real-IP: 127.0.0.1',
    'Connection: close',
    '',
    '',
  ]);
});

test('a connection carries several requests, each to a connection of its own', async () => {
  const request = `GET / HTTP/1.1\r\n${SHOP}\r\n`;
  let count = 0;
  const dial = async () => pod([`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${++count}`], []);
  const parts = await received([request + request], dial);
  expect(parts.filter((part) => part.length === 1)).toEqual(['1', '2']);
});

test('body parts pass in both directions as they arrive', async () => {
  const sent: string[] = [];
  const request = [`POST / HTTP/1.1\r\n${SHOP}Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n`, '3\r\nabc\r\n', '0\r\n\r\n'];
  const parts = await received(request, async () => pod(['HTTP/1.1 200 OK\r\n\r\n', 'first', 'second'], sent));
  expect(sent.slice(1)).toEqual(['3\r\nabc\r\n', '0\r\n\r\n']);
  expect(parts).toEqual([
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n',
    '5\r\nfirst\r\n',
    '6\r\nsecond\r\n',
    '0\r\n\r\n',
    'END',
  ]);
});

test('an upgraded connection passes bytes of any protocol', async () => {
  const sent: string[] = [];
  const request = `GET /ws HTTP/1.1\r\n${SHOP}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  expect(await received([`${request}ping`], async () => pod([switched, 'pong'], sent))).toEqual([switched, 'pong', 'END', 'END']);
  expect(sent.at(-1)).toBe('ping');
});

test('an answer that breaks off aborts the client', async () => {
  const parts = await received([`GET / HTTP/1.1\r\n${SHOP}\r\n`], async () => pod(['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi'], []));
  expect(parts.at(-1)).toBe('RESET');
});

const failing = (failure: 'refused' | 'timeout') => async () => {
  throw new ConnectionError(failure);
};
const CLOSE = 'GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n';
test.each<[string, string, Routing, () => Promise<Connection>, string]>([
  ['without a route', CLOSE, textAnswer(404, 'default backend - 404'), failing('refused'), '404 Not Found'],
  ['to a Service without endpoints', CLOSE, FORWARD, failing('refused'), '503 Service Unavailable'],
  ['to a port without a listener', CLOSE, FORWARD, async () => pod([new ConnectionError('refused')], []), '503 Service Unavailable'],
  ['to a silent pod', CLOSE, FORWARD, failing('timeout'), '504 Gateway Timeout'],
  ['to a pod without HTTP', CLOSE, FORWARD, async () => pod(['no HTTP\r\n\r\n'], []), '502 Bad Gateway'],
  ['without HTTP', 'hello\r\n\r\n', FORWARD, failing('refused'), '400 Bad Request'],
  ['with an odd length', 'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n', FORWARD, failing('refused'), '400 Bad Request'],
])('a request %s is refused', async (_, request, routing, dial, status) => {
  const [answer = '', end] = await received([request], dial, routing);
  expect([answer.split('\r\n')[0], end]).toEqual([`HTTP/1.1 ${status}`, 'END']);
});
