import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, PROTOCOLS, say, until, whole } from './testing/clients.ts';
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

  it.each(['PROPFIND', 'QUERY', 'TRACE', 'OPTIONS'])('%s is the business of the API', async (method) => {
    const { client, asked } = await server();
    expect((await whole(client.ask({ method, path: '/api' }))).status).toBe(200);
    expect(asked).toMatchObject([{ method, path: '/api' }]);
  });

  it.each(['GET', 'OPTIONS'])('the body of %s is not waited for, nor seen', async (method) => {
    const { client, asked } = await server();
    const half = { body: 'te', slow: true, headers: { 'content-length': '4' } };
    expect((await client.ask({ method, path: '/', ...half }).answer).status).toBe(200);
    expect(asked.map(({ text }) => text)).toEqual(['']);
  });

  it('a type of a body that is none is the business of the API', async () => {
    const { client, asked } = await server();
    await whole(client.ask({ method: 'POST', path: '/', body: 'text', headers: { 'content-type': 'nonsense' } }));
    expect(asked).toMatchObject([{ text: 'text', headers: { 'content-type': 'nonsense' } }]);
  });

  it('a client that waits to be told to go on is told', async () => {
    const { client, asked } = await server();
    await whole(client.ask({ method: 'POST', path: '/', body: 'text', headers: { expect: '100-continue' } }));
    expect(asked.map(({ text }) => text)).toEqual(['text']);
  });

  it('a mistake of the API is told as one, stands in the log, and holds nothing', async () => {
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

  it('an answer that goes wrong after it has begun is cut off', async () => {
    const { client } = await server();
    const { status, body } = await client.ask({ method: 'GET', path: '/broken-watch' }).answer;
    body.on('error', () => {}).resume();
    await new Promise((resolve) => body.once('close', resolve));
    expect(status).toBe(200);
  });
});

const HEAD = 'HTTP/1.1\r\nHost: lab\r\n';
const withoutDates = (text: string) => text.replace(/Date: .*\r\n/g, '');

it('requests of HTTP/1.1 are answered in their order, on one connection, until one says that it is the last', async () => {
  const { address, asked } = await listeningServer();
  const length = 'Content-Length: 2\r\n';
  const texts = [`POST /1 ${HEAD}${length}\r\nab`, `GET /2 ${HEAD}\r\n`, `PUT /3 ${HEAD}Connection: close\r\n${length}\r\ncd`];
  const lasting =
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\nConnection: keep-alive\r\nKeep-Alive: timeout=90\r\n\r\ndone';
  const last = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\nConnection: close\r\n\r\ndone';
  expect(withoutDates(await say(address, texts.join('')))).toBe(`${lasting}${lasting}${last}`);
  expect(asked.map(({ path, text }) => [path, text]).sort()).toEqual([
    ['/1', 'ab'],
    ['/2', ''],
    ['/3', 'cd'],
  ]);
});

it('after a mistake of the API a connection of HTTP/1.1 is closed', async () => {
  const { address } = await listeningServer();
  const answer = await say(address, `GET /broken ${HEAD}\r\n`);
  expect([answer.slice(0, 12), /\r\nconnection: close\r\n/.test(answer)]).toEqual(['HTTP/1.1 500', true]);
});

it('a body that does not come to its end over HTTP/1.1 is no request', async () => {
  const { address, asked } = await listeningServer();
  expect(await say(address, `DELETE /1 ${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nnonsense\r\n`)).toMatch('400 Bad Request');
  expect(asked).toEqual([]);
});

it('a body that does not come to its end over HTTP/2 is no request, however it is given up', async () => {
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

it('the end of the server is that of connections that were not even greeted', async () => {
  const { address, close } = await listeningServer();
  const socket = connect(address.port, '127.0.0.1').resume();
  await once(socket, 'connect');
  await Promise.all([once(socket, 'close'), close()]);
});
