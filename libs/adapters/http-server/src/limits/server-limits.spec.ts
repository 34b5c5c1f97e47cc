import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { BODY_BYTES_MAX } from '../requests/request-body.ts';
import { type Client, PROTOCOLS, sendTexts, whole } from '../testing/clients.ts';
import { closeServers, listeningServer } from '../testing/listening-server.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await closeServers();
});

const SHORT_TIMEOUTS = { timeouts: { headersMs: 200, requestMs: 300, idleMs: 60_000, checkMs: 10 } };

const TIMEOUT = { message: 'Timeout: request did not complete within the allotted timeout', reason: 'Timeout', code: 504 };

describe.each(PROTOCOLS)('over %s', (_protocol, connection) => {
  async function server(options?: typeof SHORT_TIMEOUTS) {
    const listening = await listeningServer(options);
    const client = connection(listening.address);
    clients.push(client);
    const post = (body: Buffer | string, more: { path?: string; headers?: Record<string, string>; slow?: boolean } = {}) =>
      client.ask({ method: 'POST', path: '/api/v1/pods', body, ...more });
    return { ...listening, client, post };
  }

  test('a body of 3 MiB is accepted', async () => {
    const { post, asked } = await server();
    expect((await whole(post(Buffer.alloc(BODY_BYTES_MAX)))).status).toBe(200);
    expect(asked.map(({ body }) => body.length)).toEqual([BODY_BYTES_MAX]);
  });

  test.each([
    ['with a length', { 'content-length': String(BODY_BYTES_MAX + 1) }],
    ['in chunks', {}],
  ])('a body of 3 MiB and a byte is refused, %s', async (_how, headers) => {
    const { post, asked } = await server();
    const { body } = await whole(post(Buffer.alloc(BODY_BYTES_MAX + 1), { headers: headers as Record<string, string> }));
    expect(JSON.parse(String(body))).toEqual({
      ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'Request entity too large: limit is 3145728' },
      ...{ reason: 'RequestEntityTooLarge', code: 413 },
    });
    expect(asked).toEqual([]);
  });

  test('a compressed body reaches the API without decompression', async () => {
    const { post, asked } = await server();
    const bomb = gzipSync(Buffer.alloc(1 << 20));
    await whole(post(bomb, { headers: { 'content-encoding': 'gzip' } }));
    expect(asked.map(({ body }) => body.length)).toEqual([bomb.length]);
  });

  test('an incomplete body ends its request with a timeout', async () => {
    const { post, asked } = await server(SHORT_TIMEOUTS);
    const { status, body } = await whole(post('slow', { slow: true }));
    expect([status, JSON.parse(String(body))]).toMatchObject([504, TIMEOUT]);
    expect(asked).toEqual([]);
  });

  test('a long answer meets no time limit', async () => {
    const { client, sinks, post } = await server(SHORT_TIMEOUTS);
    const { body } = await client.ask({ method: 'GET', path: '/watch' }).answer;
    await whole(post('slow', { slow: true }));
    sinks[0]?.end();
    expect(await body.toArray()).toEqual([]);
  });

  test('an invalid escape in the path is a bad request', async () => {
    const { client } = await server();
    const { status, body } = await whole(client.ask({ method: 'GET', path: '/api/v1/pods/%zz' }));
    expect([status, String(body)]).toEqual([400, '400 Bad Request']);
  });

  test.each(['/%ff', '/a%2Fb', '/?%zz', '/%25zz'])('%s reaches the API', async (path) => {
    const { client, asked } = await server();
    expect((await whole(client.ask({ method: 'GET', path }))).status).toBe(200);
    expect(asked.map((one) => `${one.path}${one.query && `?${one.query}`}`)).toEqual([path]);
  });
});

/** Sends texts to a new server; returns its answer and the requests of the API. */
async function sayTo(options: typeof SHORT_TIMEOUTS | undefined, ...texts: string[]) {
  const { address, asked } = await listeningServer(options);
  return { answer: await sendTexts(address, ...texts), asked };
}

const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

test('headers above 1 MiB are refused', async () => {
  const { answer, asked } = await sayTo(undefined, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(1 << 20)}\r\n\r\n`);
  expect([answer.split('\r\n')[0], bodyOf(answer)]).toEqual([
    'HTTP/1.1 431 Request Header Fields Too Large',
    '431 Request Header Fields Too Large',
  ]);
  expect(asked).toEqual([]);
});

test('a request with thousands of headers and query parameters is accepted', async () => {
  const headers = Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1\r\n`).join('');
  const query = Array.from({ length: 5_000 }, (_, index) => `q${index}=1`).join('&');
  const { answer, asked } = await sayTo(undefined, `GET /?${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  expect([answer.slice(0, 12), asked.map((one) => one.query === query)]).toEqual(['HTTP/1.1 200', [true]]);
});

test('incomplete headers end the connection without an answer', async () => {
  expect((await sayTo(SHORT_TIMEOUTS, 'GET / HTTP/1.1\r\nHost: x\r\n')).answer).toBe('');
});

test('bytes outside HTTP are a bad request', async () => {
  const { answer } = await sayTo(undefined, 'hello\r\n\r\n');
  expect([answer.split('\r\n')[0], bodyOf(answer)]).toEqual(['HTTP/1.1 400 Bad Request', '400 Bad Request']);
});

test('an invalid escape closes the connection', async () => {
  const { answer } = await sayTo(undefined, 'POST /%zz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n');
  expect(answer.replace(/Date: .*\r\n/, '')).toBe(
    'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 15\r\n\r\n400 Bad Request',
  );
});

test('a refused body closes the connection', async () => {
  const { answer } = await sayTo(undefined, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_BYTES_MAX + 1}\r\n\r\n`);
  expect([answer.slice(0, 12), /\r\nconnection: close\r\n/.test(answer)]).toEqual(['HTTP/1.1 413', true]);
});
