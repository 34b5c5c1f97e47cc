import { BusSession } from '@klockwork/bus';
import { NODE_ROUTES, type StreamAnswer, type StreamRequest } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import type { MessageSocket } from '@klockwork/http-api';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { spdyClient } from '../testing/spdy-client.ts';

const PODS = '/api/v1/namespaces/default/pods';
const V5 = { upgrade: 'websocket', 'sec-websocket-key': 'k', 'sec-websocket-protocol': 'v5.channel.k8s.io' };

/** Returns a server with a pod on node-1, whose agent returns `answer` and records its input. Undefined: no agent. */
async function serverWithAgent(answer: StreamAnswer | undefined) {
  const server = await inMemoryApiServer({ admission: [] });
  const { clock, network, subjects, client } = server;
  const bus = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const asked: StreamRequest[] = [];
  const heard: string[] = [];
  const sessions: BusSession[] = [];
  const serve = async ({ body: request }: { body: StreamRequest }): Promise<StreamAnswer> => {
    asked.push(request);
    const [own, peer] = [subjects.session(request.session, 'agent'), subjects.session(request.session, 'client')];
    const onPart = ({ channel, bytes }: { channel: string; bytes: string | undefined }) => void heard.push(`${channel} ${bytes ?? 'END'}`);
    sessions.push(new BusSession({ bus, clock, own, peer, object: 'pods/default/web', onPart, onEnd: (end) => heard.push(end) }));
    return answer as StreamAnswer;
  };
  if (answer !== undefined)
    for (const verb of ['exec', 'attach'] as const) bus.serve(subjects.at(NODE_ROUTES[verb], 'node-1'), serve, { queue: 'a' });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  await client.post(PODS, { ...pod, spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx' }] } });
  return { ...server, asked, heard, sessions };
}

type Server = Awaited<ReturnType<typeof serverWithAgent>>;

/** WebSocket that records sent messages. */
class TestSocket implements MessageSocket {
  readonly sent: string[] = [];
  say: (bytes: string) => Promise<void> | undefined = () => undefined;
  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.say = take;
  }
  send(bytes: string): undefined {
    this.sent.push(bytes);
  }
  close(code: number): void {
    this.sent.push(`CLOSE ${code}`);
  }
}

async function open(
  { http }: Server,
  query: string,
  { headers = V5 as Record<string, string>, verb = 'exec', isUpgradeLate = false } = {},
) {
  const stop = new StopSource();
  const path = `${PODS}/web/${verb}`;
  const answer = await http.handle({ method: 'GET', path, query, headers, body: new Uint8Array(), user: 'admin', stop });
  const socket = new TestSocket();
  if (!isUpgradeLate && 'type' in answer && answer.type === 'websocket') answer.start(socket);
  await settled();
  return { answer, socket, stop };
}

/** Requests SPDY, and connects a client if accepted. */
async function openSpdy(server: Server, query: string, protocols: string) {
  const { answer } = await open(server, query, { headers: { upgrade: 'SPDY/3.1', 'x-stream-protocol-version': protocols } });
  if (!('protocol' in answer) || answer.type === 'websocket') throw new Error('no SPDY');
  return { answer, ...spdyClient(answer) };
}

const refusalOf = async (server: Server, query: string, headers: Record<string, string> = V5) => {
  const { answer } = await open(server, query, { headers });
  if (!('body' in answer)) throw new Error('not refused');
  return { status: answer.status, body: String(answer.body) };
};

test('a client exchanges data with the agent of the pod’s node', async () => {
  const server = await serverWithAgent({ accepted: true });
  const { answer, socket } = await open(server, 'command=sh&command=-c&stdin=true&stdout=true&stderr=true');
  expect(answer).toMatchObject({ type: 'websocket', protocol: 'v5.channel.k8s.io' });
  expect(server.asked).toMatchObject([
    { node: 'node-1', pod: 'web', container: 'web', command: ['sh', '-c'], stdin: true, stdout: true, stderr: true, tty: false },
  ]);
  void socket.say('\u0000ls\n');
  void socket.say('\u0004{"Width":100,"Height":30}\n');
  void socket.say('\u00ff\u0000');
  await settled();
  expect(server.heard).toEqual(['stdin ls\n', 'resize {"rows":30,"columns":100}', 'stdin END']);
  server.sessions[0]?.send('stdout', 'out');
  server.sessions[0]?.send('stderr', 'err');
  server.sessions[0]?.send('outcome', '{"exitCode":0}');
  server.sessions[0]?.close();
  await settled();
  expect(socket.sent).toEqual(['\u0001', '\u0001out', '\u0002err', '\u0003{"metadata":{},"status":"Success"}', 'CLOSE 1000']);
});

test.each([
  [
    '{"exitCode":3}',
    {
      metadata: {},
      status: 'Failure',
      message: 'command terminated with non-zero exit code: command terminated with exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    },
  ],
  ['{"error":"no shell"}', { message: 'Internal error occurred: Internal error occurred: no shell', reason: 'InternalError', code: 500 }],
])('the outcome %s ends the stream with its Status', async (outcome, status) => {
  const server = await serverWithAgent({ accepted: true });
  const { socket } = await open(server, 'command=sh&stdout=true');
  server.sessions[0]?.send('outcome', outcome);
  server.sessions[0]?.close();
  await settled();
  expect([JSON.parse(socket.sent[1]?.slice(1) ?? ''), socket.sent[2]]).toMatchObject([status, 'CLOSE 1000']);
});

test("an agent's death ends the stream with an error", async () => {
  const server = await serverWithAgent({ accepted: true });
  const { socket } = await open(server, 'command=sh&stdout=true');
  server.network.disconnect('node-1');
  server.clock.advanceTo(server.clock.now() + 5_000);
  await settled();
  expect(socket.sent[1]).toContain('Internal error occurred: error reading from error stream: unexpected EOF');
  expect(socket.sent[2]).toBe('CLOSE 1000');
});

test("a client's disconnection ends the session", async () => {
  const server = await serverWithAgent({ accepted: true });
  const { stop } = await open(server, 'command=sh&stdout=true');
  stop.stop();
  await settled();
  expect(server.heard).toEqual(['closed']);
});

test("an agent's refusal is sent over the open connection in v5, otherwise as answer", async () => {
  const server = await serverWithAgent({ code: 500, message: 'container not found ("web")' });
  const { socket } = await open(server, 'command=sh&stdout=true', { verb: 'attach' });
  expect(JSON.parse(socket.sent[1]?.slice(1) ?? '')).toMatchObject({
    message: 'Internal error occurred: unable to upgrade connection: container not found ("web")',
  });
  const v4 = { ...V5, 'sec-websocket-protocol': 'v4.channel.k8s.io' };
  expect(await refusalOf(server, 'stdout=true', v4)).toEqual({ status: 500, body: 'container not found ("web")\n' });
});

test('a refusal before the upgrade of the connection reaches the client', async () => {
  const server = await serverWithAgent(undefined);
  const { answer } = await open(server, 'command=ls&stdout=true', { isUpgradeLate: true });
  const socket = new TestSocket();
  if ('type' in answer && answer.type === 'websocket') answer.start(socket);
  await settled();
  expect(socket.sent.map((message) => message.slice(0, 20))).toEqual(['\u0001', expect.stringContaining('\u0003{'), 'CLOSE 1000']);
});

test('a lost node is named in the error', async () => {
  const server = await serverWithAgent(undefined);
  const { socket } = await open(server, 'command=ls&stdout=true');
  const url = 'https://node-1:10250/exec/default/web/web?command=ls&stdout=true';
  expect(JSON.parse(socket.sent[1]?.slice(1) ?? '')).toMatchObject({
    message: `Internal error occurred: error sending request: Post "${url}": dial tcp node-1:10250: connect: connection refused`,
  });
  const { body } = await refusalOf(server, 'stdout=true', { ...V5, 'sec-websocket-protocol': 'v4.channel.k8s.io' });
  expect(JSON.parse(body)).toMatchObject({ message: 'error dialing backend: dial tcp node-1:10250: connect: connection refused' });
});

test.each([
  ['stdout=true&container=side', V5, 'container side is not valid for pod web'],
  ['command=ls', V5, 'you must specify at least 1 of stdin, stdout, stderr'],
  ['stdout=true', {}, 'Upgrade request required'],
  ['stdout=true', { ...V5, 'sec-websocket-protocol': 'x' }, 'unable to upgrade: none of the offered WebSocket protocols is known'],
])('a request with %s is refused: %#', async (query, headers, message) => {
  const server = await serverWithAgent({ accepted: true });
  const { status, body } = await refusalOf(server, query, headers);
  expect([status, JSON.parse(body).message]).toEqual([400, message]);
});

test('a SPDY client has a stream per channel', async () => {
  const server = await serverWithAgent({ accepted: true });
  const { answer, heard, say, close } = await openSpdy(
    server,
    'command=sh&stdin=true&stdout=true&tty=true',
    'v4.channel.k8s.io, channel.k8s.io',
  );
  expect(answer).toMatchObject({ type: 'spdy', protocol: 'v4.channel.k8s.io' });
  expect(heard).toEqual([]);
  for (const type of ['error', 'stdin', 'stdout', 'resize']) say.open(type);
  await settled();
  say.write('stdin', 'ls\n');
  say.write('resize', '{"Width":100,"Hei');
  say.write('resize', 'ght":30}\n{"Width":1,"Height":2}\n');
  say.end('stdin');
  await settled();
  expect(server.heard).toEqual(['stdin ls\n', 'resize {"rows":30,"columns":100}', 'resize {"rows":2,"columns":1}', 'stdin END']);
  server.sessions[0]?.send('stdout', 'out\u00ff');
  server.sessions[0]?.send('outcome', '{"exitCode":0}');
  server.sessions[0]?.close();
  await settled();
  const success = 'error {"metadata":{},"status":"Success"}';
  expect(heard).toEqual(['stdout out\u00ff', success, 'error END', 'stdin END', 'stdout END', 'resize END']);
  close();
});

test.each([
  ['v5.channel.k8s.io', '{"error":"no shell"}', /^error \{.*"message":"Internal error occurred: no shell".*"code":500/],
  ['v3.channel.k8s.io', '{"exitCode":3}', /^error command terminated with non-zero exit code: command terminated with exit code 3$/],
])('a SPDY stream with %s reports outcome %s like the kubelet', async (protocol, outcome, expected) => {
  const server = await serverWithAgent({ accepted: true });
  const { heard, say } = await openSpdy(server, 'command=sh&stdout=true', protocol);
  for (const type of ['error', 'stdout']) say.open(type);
  server.sessions[0]?.send('outcome', outcome);
  server.sessions[0]?.close();
  await settled();
  expect(heard[0]).toMatch(expected);
});

test.each([
  ['another protocol', { 'x-stream-protocol-version': 'v9' }, 403, /client supports \[v9\], server accepts \[v5\.channel\.k8s\.io v4/],
  ['none', {}, 400, /^unable to upgrade: X-Stream-Protocol-Version is required/],
])('a client that speaks SPDY and offers %s is refused', async (_, headers, status, message) => {
  const server = await serverWithAgent({ accepted: true });
  const answer = await refusalOf(server, 'command=sh&stdout=true', { upgrade: 'SPDY/3.1', ...headers });
  expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(message)]);
});

test('a pod without a node cannot run commands', async () => {
  const server = await serverWithAgent({ accepted: true });
  await server.client.post(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'new' },
    spec: { containers: [{ name: 'a', image: 'b' }] },
  });
  const answer = await server.client.get(`${PODS}/new/exec?stdout=true`, { headers: V5 });
  expect([answer.status, answer.json.message]).toEqual([400, 'pod new does not have a host assigned']);
});

test('a silent stream ends after exactly four hours', async () => {
  const server = await serverWithAgent({ accepted: true });
  const { socket, stop } = await open(server, 'command=sh&stdin=true&stdout=true');
  const pass = async (hours: number) => {
    server.clock.advanceTo(server.clock.now() + hours * 3_600_000);
    await settled();
  };
  const isOver = () => socket.sent.some((message) => message.startsWith('CLOSE'));
  await pass(3);
  void socket.say('\x00ls');
  await settled();
  await pass(3);
  server.sessions[0]?.send('stdout', 'a file');
  await settled();
  await pass(3.9);
  expect(isOver()).toBe(false);
  await pass(0.1);
  expect([isOver(), server.heard.at(-1)]).toEqual([true, 'closed']);
  stop.stop();
});
