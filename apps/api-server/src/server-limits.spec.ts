import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ApiAnswer, ApiRequest } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { CountingActivity } from '@klockwork/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { ForeignWatches } from './foreign-watches.ts';
import { bridgeHttp } from './http-bridge.ts';
import { BODY_BYTES_MAX, serverLimits } from './server-limits.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A listening server whose API says how many bytes it was given. `say` sends a text on a connection of its own and gives all that comes back until it is closed. */
async function server(impatient = false) {
  const asked: ApiRequest[] = [];
  const { socket, fastify: limits } = serverLimits(impatient ? { headersMs: 50, requestMs: 100, lookMs: 10 } : undefined);
  const fastify = Fastify({ http: socket, ...limits, forceCloseConnections: true });
  open.push(fastify);
  const handle = async (request: ApiRequest): Promise<ApiAnswer> => {
    asked.push(request);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(request.body.length) };
  };
  const activity = new CountingActivity(setImmediate);
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs: 0 });
  bridgeHttp(fastify, { api: { handle }, authenticate: () => 'someone', activity, foreign });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = fastify.server.address() as AddressInfo;
  const say = async (...texts: (string | Buffer)[]) => {
    const client = connect(port, '127.0.0.1');
    let heard = '';
    client.on('data', (bytes) => {
      heard += bytes;
    });
    client.on('error', () => {});
    for (const text of texts) client.write(text);
    await new Promise<void>((resolve) => client.once('close', () => resolve()));
    return heard;
  };
  return { asked, say };
}

const post = (length: number, more = '') => `POST /api/v1/pods HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${more}\r\n`;
const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

it('a body of 3 MiB is taken', async () => {
  const { say } = await server();
  const answer = await say(post(BODY_BYTES_MAX, 'Connection: close\r\n'), Buffer.alloc(BODY_BYTES_MAX));
  expect([answer.slice(0, 12), bodyOf(answer)]).toEqual(['HTTP/1.1 200', String(BODY_BYTES_MAX)]);
});

it('a body of a byte more is refused, with a length or in chunks', async () => {
  const { say, asked } = await server();
  const chunk = `${(BODY_BYTES_MAX + 1).toString(16)}\r\n`;
  const told = await say(post(BODY_BYTES_MAX + 1), Buffer.alloc(1024));
  const chunked = await say('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', chunk, Buffer.alloc(BODY_BYTES_MAX + 1));
  const status = {
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'Request entity too large: limit is 3145728' },
    ...{ reason: 'RequestEntityTooLarge', code: 413 },
  };
  for (const answer of [told, chunked]) {
    expect(answer.slice(0, 12)).toBe('HTTP/1.1 413');
    expect(JSON.parse(bodyOf(answer))).toEqual(status);
  }
  expect(asked).toEqual([]);
});

it('a body that was compressed is handed on as it is: it cannot grow', async () => {
  const { say, asked } = await server();
  const bomb = gzipSync(Buffer.alloc(1 << 20));
  await say(post(bomb.length, 'Content-Encoding: gzip\r\nConnection: close\r\n'), bomb);
  expect(asked.map(({ body }) => body.length)).toEqual([bomb.length]);
});

it('headers of more than 1 MiB are refused', async () => {
  const { say, asked } = await server();
  const answer = await say(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(1 << 20)}\r\n\r\n`);
  expect([answer.split('\r\n')[0], bodyOf(answer)]).toEqual([
    'HTTP/1.1 431 Request Header Fields Too Large',
    '431 Request Header Fields Too Large',
  ]);
  expect(asked).toEqual([]);
});

it('thousands of headers and query parameters are taken', async () => {
  const { say, asked } = await server();
  const headers = Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1\r\n`).join('');
  const query = Array.from({ length: 5_000 }, (_, index) => `q${index}=1`).join('&');
  const answer = await say(`GET /?${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  expect([answer.slice(0, 12), asked.map((one) => one.query === query)]).toEqual(['HTTP/1.1 200', [true]]);
});

it('headers that do not come end the connection without a word', async () => {
  const { say } = await server(true);
  expect(await say('GET / HTTP/1.1\r\nHost: x\r\n')).toBe('');
});

it('a body that does not come ends the connection with a timeout', async () => {
  const { say, asked } = await server(true);
  const answer = await say(post(100), 'slow');
  expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 504 Gateway Timeout');
  expect(JSON.parse(bodyOf(answer))).toMatchObject({
    message: 'Timeout: request did not complete within the allotted timeout',
    reason: 'Timeout',
    code: 504,
  });
  expect(asked).toEqual([]);
});

it.each([
  ['what is no HTTP', 'hello\r\n\r\n'],
  ['an escape that is none', 'GET /api/v1/pods/%zz HTTP/1.1\r\nHost: x\r\n\r\n'],
])('%s is a bad request', async (_what, text) => {
  const { say } = await server();
  const answer = await say(text);
  expect([answer.split('\r\n')[0], bodyOf(answer)]).toEqual(['HTTP/1.1 400 Bad Request', '400 Bad Request']);
});
