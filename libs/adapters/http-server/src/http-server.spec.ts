import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Client, PROTOCOLS, sendTexts, until, whole } from './testing/clients.ts';
import { frame, frameConnection, getting } from './testing/frames.ts';
import { closeServers, listeningServer } from './testing/listening-server.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await closeServers();
});

describe.each(PROTOCOLS)('over %s', (_protocol, connection) => {
  async function server() {
    const listening = await listeningServer();
    const client = connection(listening.address);
    clients.push(client);
    return { ...listening, client };
  }

  test.each(['PROPFIND', 'QUERY', 'TRACE', 'OPTIONS'])('%s reaches the API', async (method) => {
    const { client, asked } = await server();
    expect((await whole(client.ask({ method, path: '/api' }))).status).toBe(200);
    expect(asked).toMatchObject([{ method, path: '/api' }]);
  });

  test.each(['GET', 'OPTIONS'])('a request by %s is answered without its body', async (method) => {
    const { client, asked } = await server();
    const half = { body: 'te', slow: true, headers: { 'content-length': '4' } };
    expect((await client.ask({ method, path: '/', ...half }).answer).status).toBe(200);
    expect(asked.map(({ text }) => text)).toEqual(['']);
  });

  test('an invalid content type reaches the API', async () => {
    const { client, asked } = await server();
    await whole(client.ask({ method: 'POST', path: '/', body: 'text', headers: { 'content-type': 'nonsense' } }));
    expect(asked).toMatchObject([{ text: 'text', headers: { 'content-type': 'nonsense' } }]);
  });

  test('a client with `Expect: 100-continue` receives 100 Continue', async () => {
    const { client, asked } = await server();
    await whole(client.ask({ method: 'POST', path: '/', body: 'text', headers: { expect: '100-continue' } }));
    expect(asked.map(({ text }) => text)).toEqual(['text']);
  });

  test('a bug of the API causes a 500 and a log entry, and releases all holds', async () => {
    const { client, activity, errors } = await server();
    const { status, headers, body } = await whole(client.ask({ method: 'POST', path: '/broken', body: 'text' }));
    expect([status, headers['content-type'], String(body)]).toEqual([
      500,
      'text/plain; charset=utf-8',
      'This request caused apiserver to panic. Look in the logs for details.\n',
    ]);
    expect(errors).toEqual(['a request made the API fail: POST /broken']);
    expect(activity.state().holds).toBe(0);
  });

  test('a failure after the headers aborts the answer', async () => {
    const { client } = await server();
    const { status, body } = await client.ask({ method: 'GET', path: '/broken-watch' }).answer;
    body.on('error', () => {}).resume();
    await new Promise((resolve) => body.once('close', resolve));
    expect(status).toBe(200);
  });
});

const HEAD = 'HTTP/1.1\r\nHost: lab\r\n';
const withoutDates = (text: string) => text.replace(/Date: .*\r\n/g, '');

test('an HTTP/1.1 connection answers its requests in order, until `Connection: close`', async () => {
  const { address, asked } = await listeningServer();
  const length = 'Content-Length: 2\r\n';
  const texts = [`POST /1 ${HEAD}${length}\r\nab`, `GET /2 ${HEAD}\r\n`, `PUT /3 ${HEAD}Connection: close\r\n${length}\r\ncd`];
  const lasting =
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\nConnection: keep-alive\r\nKeep-Alive: timeout=90\r\n\r\ndone';
  const last = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\nConnection: close\r\n\r\ndone';
  expect(withoutDates(await sendTexts(address, texts.join('')))).toBe(`${lasting}${lasting}${last}`);
  expect(asked.map(({ path, text }) => [path, text]).sort()).toEqual([
    ['/1', 'ab'],
    ['/2', ''],
    ['/3', 'cd'],
  ]);
});

test('a bug of the API closes the HTTP/1.1 connection', async () => {
  const { address } = await listeningServer();
  const answer = await sendTexts(address, `GET /broken ${HEAD}\r\n`);
  expect([answer.slice(0, 12), /\r\nconnection: close\r\n/.test(answer)]).toEqual(['HTTP/1.1 500', true]);
});

test('a malformed HTTP/1.1 body never reaches the API', async () => {
  const { address, asked } = await listeningServer();
  expect(await sendTexts(address, `DELETE /1 ${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nnonsense\r\n`)).toMatch('400 Bad Request');
  expect(asked).toEqual([]);
});

test('an aborted HTTP/2 body never reaches the API', async () => {
  const { address, asked } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  const posting = Buffer.concat([Buffer.of(0x83), getting('/1').subarray(1)]);
  const [NO_ERROR, CANCEL] = [0, 8];
  for (const [id, code] of [
    [1, NO_ERROR],
    [3, CANCEL],
  ] as const) {
    socket.write(Buffer.concat([frame('HEADERS', 0x4, id, posting), frame('DATA', 0, id, Buffer.from('ab'))]));
    socket.write(frame('RST_STREAM', 0, id, Buffer.of(0, 0, 0, code)));
  }
  socket.write(frame('HEADERS', 0x5, 5, getting('/2')));
  await until(() => frames.find(({ type, stream }) => type === 'DATA' && stream === 5));
  expect(asked.map(({ path }) => path)).toEqual(['/2']);
  socket.destroy();
});

test('a stopping server closes connections before their TLS handshake', async () => {
  const { address, close } = await listeningServer();
  const socket = connect(address.port, '127.0.0.1').resume();
  await once(socket, 'connect');
  await Promise.all([once(socket, 'close'), close()]);
});
