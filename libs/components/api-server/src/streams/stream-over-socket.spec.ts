import { subjectsOf } from '@klockwork/bus';
import { NODE_ROUTES } from '@klockwork/cluster-api';
import type { MessageSocket } from '@klockwork/http-api';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const LOG = '/api/v1/namespaces/default/pods/web/log';
const UPGRADE = { upgrade: 'websocket', 'sec-websocket-key': 'k', origin: 'https://lab' };

/** WebSocket that records sent messages; a slow one reports back-pressure until drained. */
class TestSocket implements MessageSocket {
  readonly sent: string[] = [];
  slow: Promise<void> | undefined;
  onMessage(): void {}
  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined {
    this.sent.push(`${form} ${bytes}`);
    return this.slow;
  }
  close(code: number): void {
    this.sent.push(`CLOSE ${code}`);
  }
}

type Server = Awaited<ReturnType<typeof inMemoryApiServer>>;

async function open({ http }: Server, url: string, headers: Record<string, string> = {}) {
  const stop = new StopSource();
  const [path = '', query = ''] = url.split('?', 2);
  const sent = { ...UPGRADE, ...headers };
  const answer = await http.handle({ method: 'GET', path, query, headers: sent, body: new Uint8Array(), user: 'admin', stop });
  const socket = new TestSocket();
  if (!('type' in answer)) return { socket, stop, status: answer.status };
  if (answer.type !== 'websocket') throw new Error(`${url} was upgraded to ${answer.type}`);
  answer.start(socket);
  return { socket, stop, status: 101, protocol: answer.protocol, watch: answer.watch };
}

const brief = ({ sent }: TestSocket) =>
  sent.map((message) => message.replace(/^text (.*)\n$/s, (_, line: string) => told(JSON.parse(line))));
const told = ({ type, object }: { type: string; object: { metadata: { name: string } } }) => `${type} ${object.metadata.name}`;
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

test('a watch over a WebSocket sends each event as text message', async () => {
  const server = await inMemoryApiServer();
  await server.client.post(CONFIG_MAPS, configMap('a'));
  const watch = await open(server, `${CONFIG_MAPS}?watch=true&timeoutSeconds=5`);
  await server.client.post(CONFIG_MAPS, configMap('b'));
  server.clock.advanceTo(server.clock.now() + 5_000);
  expect([watch.status, watch.protocol, watch.watch]).toEqual([101, '', true]);
  expect(brief(watch.socket)).toEqual(['ADDED a', 'ADDED b', 'CLOSE 1000']);
});

test('a slow client later receives a message per event', async () => {
  const server = await inMemoryApiServer();
  const { socket } = await open(server, `${CONFIG_MAPS}?watch=true`);
  let drain = () => {};
  socket.slow = new Promise((resolve) => {
    drain = resolve;
  });
  for (const name of ['a', 'b', 'c']) await server.client.post(CONFIG_MAPS, configMap(name));
  expect(brief(socket)).toEqual(['ADDED a']);
  socket.slow = undefined;
  drain();
  await expect.poll(() => brief(socket)).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
});

test("a disconnected client's watch ends", async () => {
  const server = await inMemoryApiServer();
  const { stop } = await open(server, `${CONFIG_MAPS}?watch=true`);
  expect(server.registry.watches).toBe(1);
  stop.stop();
  expect(server.registry.watches).toBe(0);
});

test.each([
  ['a single subprotocol is accepted', { 'sec-websocket-protocol': 'base64.binary.k8s.io' }, 101, 'base64.binary.k8s.io'],
  ['two subprotocols are refused', { 'sec-websocket-protocol': 'a, b' }, 400, undefined],
  ['a token is no subprotocol', { 'sec-websocket-protocol': 'base64url.bearer.authorization.k8s.io.eA, b' }, 101, 'b'],
  ['an origin is required', { origin: '' }, 403, undefined],
])('a WebSocket watch is negotiated: %s', async (_, headers, status, protocol) => {
  const server = await inMemoryApiServer();
  const watch = await open(server, `${CONFIG_MAPS}?watch=true`, headers);
  expect([watch.status, watch.protocol]).toEqual([status, protocol]);
});

test('an invalid watch is refused before the WebSocket handshake', async () => {
  const server = await inMemoryApiServer();
  expect((await open(server, `${CONFIG_MAPS}?watch=true&resourceVersion=abc`)).status).toBe(400);
});

/** Returns a server with a pod whose agent serves this log. */
async function serverWithLog(text: string): Promise<Server> {
  const server = await inMemoryApiServer({ admission: [] });
  const { clock, network, client } = server;
  const agent = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const page = { lines: [{ at: 0, text }], cursor: 'c:1', ended: true };
  agent.serve(subjectsOf('test').at(NODE_ROUTES.logs, 'node-1'), async () => page, { queue: 'agent' });
  const spec = { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx' }] };
  await client.post('/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  return server;
}

test.each([
  ['', '', ['binary ', 'binary h\u00c3\u00a9\n', 'CLOSE 1000']],
  ['v5.channel.k8s.io, binary.k8s.io', 'binary.k8s.io', ['binary ', 'binary h\u00c3\u00a9\n', 'CLOSE 1000']],
  ['base64.binary.k8s.io', 'base64.binary.k8s.io', ['text ', 'text aMOpCg==', 'CLOSE 1000']],
])('a client that offers "%s" receives a log as %s', async (offered, protocol, sent) => {
  const server = await serverWithLog('hé');
  const log = await open(server, LOG, { 'sec-websocket-protocol': offered, origin: '' });
  await expect.poll(() => log.socket.sent).toEqual(sent);
  expect(log).toMatchObject({ status: 101, protocol });
});

test('a log has no other subprotocols', async () => {
  const server = await serverWithLog('');
  expect((await open(server, LOG, { 'sec-websocket-protocol': 'channel.k8s.io' })).status).toBe(403);
});
