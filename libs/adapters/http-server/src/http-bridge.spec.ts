import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Client, type ClientRequest, PROTOCOLS, until, whole } from './testing/clients.ts';
import { closeServers, LARGE, LIST, listeningServer } from './testing/listening-server.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await closeServers();
});

const get = (path: string, headers: ClientRequest['headers'] = {}): ClientRequest => ({ method: 'GET', path, headers });

describe.each(PROTOCOLS)('over %s', (_protocol, connect) => {
  async function server(options?: Parameters<typeof listeningServer>[0]) {
    const listening = await listeningServer(options);
    const client = connect(listening.address);
    clients.push(client);
    return { ...listening, client };
  }

  test('a request reaches the API unchanged, and its answer the client', async () => {
    const { client, asked } = await server();
    const request = { method: 'PUT', path: '/api/v1/x%2Fy?dryRun=All&x', body: 'ü', headers: { 'content-type': 'a/b' } };
    const { status, headers, body } = await whole(client.ask(request));
    expect([status, headers['content-type'], String(body)]).toEqual([200, 'text/plain', 'done']);
    expect(asked).toMatchObject([{ method: 'PUT', path: '/api/v1/x%2Fy', query: 'dryRun=All&x', text: 'ü', user: 'someone' }]);
  });

  test('the API receives the host of a request', async () => {
    const { client, asked, address } = await server();
    await whole(client.ask({ method: 'GET', path: '/api' }));
    expect(asked.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${address.port}`]);
  });

  test('an upgrade header without `Connection: upgrade` is dropped', async () => {
    const { client, asked } = await server();
    const answer = client.ask(get('/', _protocol === 'HTTP/2' ? {} : { upgrade: 'websocket', connection: 'keep-alive' }));
    expect((await whole(answer)).status).toBe(200);
    expect(asked.map(({ headers }) => headers.upgrade)).toEqual([undefined]);
  });

  test.each(['POST', 'PUT', 'PATCH'])('%s with a body of unknown type and length reaches the API', async (method) => {
    const { client, asked } = await server();
    await whole(client.ask({ method, path: '/', body: 'text' }));
    expect(asked.map(({ text }) => text)).toEqual(['text']);
  });

  test.each(['POST', 'DELETE'])('%s without a body reaches the API', async (method) => {
    const { client, asked } = await server();
    await whole(client.ask({ method, path: '/' }));
    expect(asked.map(({ text }) => text)).toEqual(['']);
  });

  test('HEAD receives headers without a body', async () => {
    const { client, asked } = await server();
    const { status, headers, body } = await whole(client.ask({ method: 'HEAD', path: '/' }));
    expect([status, headers['content-length'], String(body)]).toEqual([200, '4', '']);
    await whole(client.ask(get('/')));
    expect(asked.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
  });

  test.each([
    ['/large', 'deflate, gzip', 'gzip'],
    ['/large', undefined, undefined],
    ['/large', 'gzip;q=0.5', undefined],
    ['/', 'gzip', undefined],
  ])('the answer to %s for accept-encoding %j has content-encoding %j', async (path, accepted, encoded) => {
    const { client } = await server();
    const { headers, body } = await whole(client.ask(get(path, accepted === undefined ? {} : { 'accept-encoding': accepted })));
    expect(headers['content-encoding']).toBe(encoded);
    expect(String(encoded === undefined ? body : gunzipSync(body))).toBe(path === '/large' ? LARGE : 'done');
    // The length of a compressed answer is unknown when its headers are sent.
    expect(headers['content-length']).toBe(encoded === undefined ? String(body.byteLength) : undefined);
  });

  test('an unread list is created only as far as buffers reach, and completely once the client reads', async () => {
    const { client, listed } = await server();
    const { body } = await client.ask(get('/list')).answer;
    await until(() => listed.texts > 0);
    for (let turn = 0, before = -1; turn < 50 || before !== listed.texts; turn++) {
      before = listed.texts;
      await new Promise(setImmediate);
    }
    expect(listed.texts).toBeLessThan(LIST.count);
    let bytes = 0;
    for await (const chunk of body) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(LIST.count * LIST.text.length);
  });

  test('a list is compressed during its creation', async () => {
    const { client } = await server();
    const { headers, body } = await whole(client.ask(get('/list', { 'accept-encoding': 'gzip' })));
    expect([headers['content-encoding'], headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
    expect(gunzipSync(body).length).toBe(LIST.count * LIST.text.length);
  });

  test('HEAD of a list creates no item', async () => {
    const { client, listed } = await server();
    const { status, headers, body } = await whole(client.ask({ method: 'HEAD', path: '/list' }));
    expect([status, headers['content-length'], String(body), listed.texts]).toEqual([200, undefined, '', 0]);
  });

  test('a single body of 3 MiB has room; further bodies wait unread, and all requests are answered', async () => {
    const { client, asked, activity } = await server();
    activity.gate(false);
    const admit = activity.admit.bind(activity);
    let read = 0;
    activity.admit = (reason, stop) => {
      read += 1;
      return admit(reason, stop);
    };
    const body = 'x'.repeat(3 * 1_024 * 1_024);
    const waiting = Array.from({ length: 5 }, () => whole(client.ask({ method: 'POST', path: '/', body })));
    const small = whole(client.ask({ method: 'POST', path: '/', body: 'small', headers: { 'content-length': '5' } }));
    await until(() => read === 2);
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect([read, asked.length]).toEqual([2, 0]);
    activity.gate(true);
    expect((await Promise.all([small, ...waiting])).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const lengths = asked.map(({ text }) => text?.length ?? 0).sort((a, b) => a - b);
    expect(lengths).toEqual([5, ...Array.from({ length: 5 }, () => body.length)]);
  });

  test('concurrent requests each receive their own answer', async () => {
    const { client } = await server();
    const paths = Array.from({ length: 90 }, (_, index) => (index % 3 === 0 ? '/large' : '/'));
    const answers = await Promise.all(paths.map((path) => whole(client.ask(get(path)))));
    expect(answers.map(({ body }) => String(body))).toEqual(paths.map((path) => (path === '/large' ? LARGE : 'done')));
  });

  test('lab time waits for the answer to a write, but not for reads', async () => {
    const { client, activity, holds } = await server();
    await whole(client.ask({ method: 'POST', path: '/' }));
    await whole(client.ask(get('/')));
    expect(holds).toEqual([1, 0]);
    expect(activity.state().idle).toBe(true);
  });

  test('a closed gate delays writes but not reads', async () => {
    const { client, activity, asked } = await server();
    activity.gate(false);
    const write = client.ask({ method: 'DELETE', path: '/' });
    await whole(client.ask(get('/')));
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
    activity.gate(true);
    expect((await whole(write)).status).toBe(200);
  });

  test('a client that disconnects at the gate causes no write and leaves no hold', async () => {
    const { client, activity, asked } = await server();
    activity.gate(false);
    let waiting = 0;
    const admit = activity.admit.bind(activity);
    activity.admit = (reason, stop) => {
      waiting += 1;
      return admit(reason, stop).finally(() => {
        waiting -= 1;
      });
    };
    const leaving = client.ask({ method: 'DELETE', path: '/' });
    await until(() => waiting === 1);
    leaving.leave();
    await until(() => waiting === 0);
    activity.gate(true);
    expect((await whole(client.ask({ method: 'DELETE', path: '/next' }))).status).toBe(200);
    expect([asked.map(({ path }) => path), activity.state().holds]).toEqual([['/next'], 0]);
  });

  test('a watcher receives headers before the first event, and each event at once', async () => {
    const { client, sinks } = await server();
    const { status, body } = await client.ask(get('/watch')).answer;
    expect(status).toBe(200);
    const [sink] = sinks;
    for (const event of ['one\n', 'two\n']) {
      const heard = new Promise((resolve) => body.once('data', resolve));
      sink?.write(event);
      expect(String(await heard)).toBe(event);
    }
    sink?.end();
    expect(await body.toArray()).toEqual([]);
  });

  test('a disconnecting watcher stops its own request only', async () => {
    const { client, asked, sinks } = await server();
    const [leaving, staying] = [client.ask(get('/watch')), client.ask(get('/watch?2'))];
    await Promise.all([leaving.answer, staying.answer]);
    leaving.leave();
    const stops = () => new Map(asked.map(({ query, stop }) => [query, stop.stopped]));
    await until(() => stops().get(''));
    expect(stops().get('2')).toBe(false);
    for (const sink of sinks) sink.write('late\n');
    const { body } = await staying.answer;
    expect(String(await new Promise((resolve) => body.once('data', resolve)))).toBe('late\n');
  });

  test('a slow watcher delays its writer with bounded memory, and finally receives all lines', async () => {
    const { client, sinks } = await server();
    const { body } = await client.ask(get('/watch')).answer;
    const sink = sinks[0];
    const line = `${'x'.repeat(1_023)}\n`;
    let written = 0;
    const writeAll = async () => {
      while (written < 16_384) {
        if (sink?.write(line) === false) await sink.drained();
        written += 1;
      }
      sink?.end();
    };
    const done = writeAll();
    for (let turn = 0, before = -1; turn < 50 || before !== written; turn++) {
      before = written;
      await new Promise(setImmediate);
    }
    expect(written).toBeLessThan(16_384);
    let read = 0;
    for await (const chunk of body) read += (chunk as Buffer).length;
    await done;
    expect(read).toBe(16_384 * 1_024);
  });

  test.each([
    ['a foreign controller', 'controller/v1', [], 1],
    ['kubectl', 'kubectl/v1.35.2', [], 0],
    ['kubectl after a write', 'kubectl/v1.35.2', ['POST'], 1],
  ])('lab time waits after an event for %s: %j', async (_client, userAgent, before, holds) => {
    const { client, activity, sinks, address } = await server({ settleMs: 30 });
    const other = connect(address);
    clients.push(other);
    await whole(other.ask({ method: 'POST', path: '/' }));
    const headers = { 'user-agent': userAgent };
    for (const method of before) await whole(client.ask({ method, path: '/', headers }));
    await client.ask(get('/watch', headers)).answer;
    expect(activity.state().holds).toBe(0);
    sinks[0]?.write('event');
    expect(activity.state().holds).toBe(holds);
    const settled = new Promise<void>((resolve) => activity.onIdle(resolve));
    if (holds > 0) await settled;
    expect(activity.state().holds).toBe(0);
  });

  test('an awaited reaction passes a closed gate', async () => {
    const { client, activity, sinks } = await server({ settleMs: 60_000 });
    await client.ask(get('/watch', { 'user-agent': 'controller/v1' })).answer;
    sinks[0]?.write('event');
    activity.gate(false);
    expect((await whole(client.ask({ method: 'POST', path: '/' }))).status).toBe(200);
  });

  test('a stopping server ends its watches', async () => {
    const { client, close } = await server();
    const { body } = await client.ask(get('/watch')).answer;
    const ended = new Promise((resolve) => body.once('close', resolve));
    body.on('error', () => {});
    await close();
    await ended;
  });
});
