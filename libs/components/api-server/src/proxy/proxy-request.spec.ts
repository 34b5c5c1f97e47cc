import { BusSession } from '@klockwork/bus';
import { type ForwardOutcome, NODE_ROUTES, type PortForwardRequest, type StreamAnswer } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import { byteString, bytesOf, CountingActivity, StopSource } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const API = '/api/v1/namespaces/default';
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nhi\n';

/** A server with the pod `web` and a Service of the same name; its agent answers `bytes`, or fails. */
async function serverWith(bytes: string | { readonly error: string } | 'absent' = OK) {
  const server = await inMemoryApiServer({ admission: [] });
  const { clock, network, subjects, client } = server;
  const bus = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const heard: string[] = [];
  const serve = async ({ body: { session } }: { body: PortForwardRequest }): Promise<StreamAnswer> => {
    const [own, peer] = [subjects.session(session, 'agent'), subjects.session(session, 'client')];
    const agent: BusSession = new BusSession({
      ...{ bus, clock, own, peer, object: 'pods/default/web' },
      onPart({ channel, bytes: part = 'END' }) {
        heard.push(`${channel} ${part}`);
        if (channel === 'connect' && typeof bytes !== 'string')
          agent.message('done', JSON.stringify({ id: 1, ...bytes } satisfies ForwardOutcome));
        if (channel !== '1' || typeof bytes !== 'string') return;
        agent.send('1', bytes);
        agent.end('1');
        agent.message('done', '{"id":1}');
      },
      onEnd: (end) => heard.push(end),
    });
    return { accepted: true };
  };
  if (bytes !== 'absent') bus.serve(subjects.at(NODE_ROUTES.portforward, 'node-1'), serve, { queue: 'a' });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  const containers = [{ name: 'web', image: 'nginx', ports: [{ containerPort: 8080 }] }];
  await client.post(`${API}/pods`, { ...pod, spec: { nodeName: 'node-1', containers } });
  await client.patch(`${API}/pods/web/status`, 'merge-patch', { status: { podIP: '10.244.1.2' } });
  await client.post(`${API}/pods`, { ...pod, metadata: { name: 'pending' }, spec: { containers } });
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  for (const name of ['web', 'empty', 'odd']) {
    await client.post(`${API}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports } });
  }
  const endpoints = (name: string, address: object) =>
    client.post(`${API}/endpoints`, {
      ...{ apiVersion: 'v1', kind: 'Endpoints', metadata: { name } },
      subsets: [{ addresses: [{ ip: '10.244.1.2', ...address }], ports: [{ name: 'http', port: 8080 }] }],
    });
  await endpoints('web', { targetRef: { kind: 'Pod', namespace: 'default', name: 'web' } });
  await endpoints('odd', {});
  const ask = async (path: string, { method = 'GET', headers = {}, body = '', query = '' } = {}) => {
    const stop = new StopSource();
    const request = { method, path: `${API}/${path}`, query, headers, body: bytesOf(body), user: 'admin', stop };
    const answer = await server.http.handle(request);
    if ('type' in answer) throw new Error('upgraded');
    if ('body' in answer) return { ...answer, text: String(answer.body) };
    let text = '';
    const write = (chunk: string | Uint8Array) => {
      text += typeof chunk === 'string' ? chunk : byteString(chunk);
      return true;
    };
    await new Promise<void>((end) => answer.start({ write, drained: async () => {}, end }));
    return { ...answer, text };
  };
  return { ask, heard };
}

describe('the proxy to a pod', () => {
  test.each([
    ['text/html; charset=utf-8', '', '<a href="/api/v1/namespaces/default/pods/web:80/proxy/rewriteme">test</a>'],
    ['text/plain', '', '<a href="/rewriteme">test</a>'],
    ['text/html', 'Content-Encoding: gzip\r\n', '<a href="/rewriteme">test</a>'],
  ])('paths in links of %s with headers "%s" become %s', async (type, more, text) => {
    const page = '<a href="/rewriteme">test</a>';
    const { ask } = await serverWith(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${more}Content-Length: ${page.length}\r\n\r\n${page}`);
    const answer = await ask('pods/web:80/proxy/');
    expect([answer.status, answer.headers['content-length'], answer.text]).toEqual([200, undefined, text]);
  });

  test('the proxy forwards method, path, query, headers and body, and returns the answer', async () => {
    const { ask, heard } = await serverWith();
    const headers = { host: '127.0.0.1:8001', authorization: 'Bearer x', 'x-own': '1', connection: 'keep-alive', 'content-length': '4' };
    const answer = await ask('pods/web:80/proxy/a%20b', { method: 'POST', headers, body: 'body', query: 'c=d' });
    expect([answer.status, answer.headers, answer.text]).toEqual([
      200,
      expect.objectContaining({ 'content-type': 'text/plain', 'cache-control': 'no-cache, private', 'content-security-policy': 'sandbox' }),
      'hi\n',
    ]);
    await settled();
    expect(heard).toEqual([
      'connect {"id":1,"port":80}',
      [
        '1 POST /a%20b?c=d HTTP/1.1',
        'host: 127.0.0.1:8001',
        'x-own: 1',
        'X-Forwarded-Host: 127.0.0.1:8001',
        'X-Forwarded-Proto: https',
        `X-Forwarded-Uri: ${API}/pods/web:80/proxy/a%20b`,
        'Connection: close',
        'Content-Length: 4',
        '',
        'body',
      ].join('\r\n'),
      'closed',
    ]);
  });

  test('the proxy forwards OPTIONS, which no object answers', async () => {
    const { ask, heard } = await serverWith();
    expect((await ask('pods/web:80/proxy/a', { method: 'OPTIONS' })).status).toBe(200);
    await settled();
    expect(heard[1]).toMatch(/^1 OPTIONS \/a HTTP\/1.1/);
    expect((await ask('pods/web', { method: 'OPTIONS' })).status).toBe(405);
  });

  test('the proxy takes the first declared port, and adds the slash of the root', async () => {
    const { ask, heard } = await serverWith();
    expect(await ask('pods/web/proxy', { query: 'a=b' })).toMatchObject({
      status: 301,
      headers: { location: `${API}/pods/web/proxy/?a=b` },
    });
    expect(await ask('pods/web/proxy/')).toMatchObject({ status: 200, text: 'hi\n' });
    expect(heard[0]).toBe('connect {"id":1,"port":8080}');
  });

  test('the proxy forwards chunks, and replaces a location of the pod by its own', async () => {
    const chunked = 'HTTP/1.1 302 Found\r\nLocation: /login\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
    const { ask } = await serverWith(chunked);
    expect(await ask('pods/web/proxy/')).toMatchObject({
      status: 302,
      headers: { location: `${API}/pods/web/proxy/login` },
      text: 'abcde',
    });
  });

  test('the proxy ends a broken answer', async () => {
    const { ask } = await serverWith('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi');
    expect(await ask('pods/web/proxy/')).toMatchObject({ status: 200, text: 'hi' });
  });
});

test.each<[string, string | { error: string }, string, number, string]>([
  ['a missing pod', OK, 'pods/none/proxy/', 404, 'pods "none" not found'],
  ['a pod without an address', OK, 'pods/pending/proxy/', 400, 'address not allowed'],
  ['an invalid name', OK, 'pods/ftp:web:21/proxy/', 400, 'invalid pod request "ftp:web:21"'],
  ['a port that is no number', OK, 'pods/web:http/proxy/', 503, 'error trying to reach service: dial tcp: lookup tcp/http: unknown port'],
  [
    'a refused connection',
    { error: 'failed: IPv4: dial tcp4 127.0.0.1:81: connect: connection refused' },
    'pods/web:81/proxy/',
    503,
    'error trying to reach service: dial tcp 10.244.1.2:81: connect: connection refused',
  ],
  ['an answer that is no HTTP', 'SSH-2.0\r\n\r\n', 'pods/web/proxy/', 503, 'error trying to reach service: malformed HTTP response'],
  ['an empty answer', '', 'pods/web/proxy/', 503, 'error trying to reach service: EOF'],
  [
    'an absent node',
    'absent',
    'pods/web/proxy/',
    503,
    'error trying to reach service: dial tcp 10.244.1.2:8080: connect: no route to host',
  ],
  ['a missing Service', OK, 'services/none/proxy/', 404, 'services "none" not found'],
  ['a Service without endpoints', OK, 'services/empty:http/proxy/', 503, 'no endpoints available for service "empty"'],
  ['a Service without pods', OK, 'services/odd:http/proxy/', 503, 'no endpoints available for service "odd:http"'],
  ['an unknown port of a Service', OK, 'services/web:81/proxy/', 503, 'no service port 81 found for service "web"'],
  ['a Service with a named port', OK, 'services/web/proxy/', 503, 'no endpoints available for service "web"'],
])('the proxy refuses %s in the words of upstream', async (_, bytes, path, status, message) => {
  const { ask } = await serverWith(bytes as string);
  const answer = await ask(path);
  expect([answer.status, JSON.parse(answer.text).message]).toEqual([status, message]);
});

test.each(['services/web:http/proxy/', 'services/web:80/proxy/', 'services/http:web:http/proxy/'])(
  'the proxy reaches a pod of a Service by %s',
  async (path) => {
    const { ask, heard } = await serverWith();
    expect(await ask(path)).toMatchObject({ status: 200, text: 'hi\n' });
    expect(heard[0]).toBe('connect {"id":1,"port":8080}');
  },
);
