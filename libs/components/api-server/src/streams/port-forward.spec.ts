import { BusSession } from '@klockwork/bus';
import { NODE_ROUTES, type PortForwardRequest, type StreamAnswer } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { spdyClient } from '../testing/spdy-client.ts';

const PODS = '/api/v1/namespaces/default/pods';
const TUNNEL = { upgrade: 'websocket', 'sec-websocket-key': 'k', 'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io' };

/** Returns a server with a pod on node-1, and an optional agent that returns `answer` once `ready`, and records its input. */
async function serverWithAgent(answer: StreamAnswer | 'absent' = { accepted: true }, ready: Promise<void> = Promise.resolve()) {
  const server = await inMemoryApiServer({ admission: [] });
  const { clock, network, subjects, client } = server;
  const bus = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const heard: string[] = [];
  const sessions: BusSession[] = [];
  const serve = async ({ body }: { body: PortForwardRequest }): Promise<StreamAnswer> => {
    await ready;
    const { session } = body;
    const [own, peer] = [subjects.session(session, 'agent'), subjects.session(session, 'client')];
    const onPart = ({ channel, bytes }: { channel: string; bytes: string | undefined }) => void heard.push(`${channel} ${bytes ?? 'END'}`);
    sessions.push(new BusSession({ bus, clock, own, peer, object: 'pods/default/web', onPart, onEnd: (end) => heard.push(end) }));
    return answer as StreamAnswer;
  };
  if (answer !== 'absent') bus.serve(subjects.at(NODE_ROUTES.portforward, 'node-1'), serve, { queue: 'a' });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  await client.post(PODS, { ...pod, spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx' }] } });
  const fromAgent = (channel: string, bytes?: string) => {
    if (bytes === undefined) sessions[0]?.end(channel);
    else sessions[0]?.send(channel, bytes);
  };
  return { ...server, agent: heard, sessions, fromAgent };
}

type Server = Awaited<ReturnType<typeof serverWithAgent>>;

async function ask({ http }: Server, headers: Record<string, string> = TUNNEL, pod = 'web') {
  const stop = new StopSource();
  const path = `${PODS}/${pod}/portforward`;
  const answer = await http.handle({ method: 'GET', path, query: '', headers, body: new Uint8Array(), user: 'admin', stop });
  return { answer, stop };
}

async function open(server: Server, headers?: Record<string, string>) {
  const { answer, stop } = await ask(server, headers);
  if (!('protocol' in answer) || answer.type === 'websocket') throw new Error('refused');
  return { ...spdyClient(answer), answer, stop };
}

/** A server whose agent accepts when `accept` is called. */
async function serverThatWaits() {
  let accept = (): void => {};
  const ready = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const server = await serverWithAgent({ accepted: true }, ready);
  return { server, accept: () => accept(), pass: (ms: number) => server.clock.advanceTo(server.clock.now() + ms) };
}

const pair = { port: '80', requestid: '0' };

test.each([
  ['in WebSocket messages', TUNNEL, { type: 'spdy-in-websocket', protocol: 'SPDY/3.1+portforward.k8s.io' }],
  [
    'by itself',
    { upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'portforward.k8s.io' },
    { type: 'spdy', protocol: 'portforward.k8s.io' },
  ],
])('ports are forwarded over SPDY %s', async (_, headers, expected) => {
  expect((await open(await serverWithAgent(), headers)).answer).toMatchObject(expected);
});

test('a connection has a data stream and an error stream, and each direction ends separately', async () => {
  const server = await serverWithAgent();
  const { say, heard } = await open(server);
  say.open('error', pair);
  say.end('error');
  say.open('data', pair);
  say.write('data', 'GET /\u00ff');
  say.end('data');
  await settled();
  expect(server.agent).toEqual(['connect {"id":3,"port":80}', '3 GET /\u00ff', '3 END']);
  server.fromAgent('3', '200 OK');
  server.fromAgent('3');
  server.fromAgent('done', '{"id":3}');
  await settled();
  expect(heard).toEqual(['data 200 OK', 'data END', 'error END']);
});

test('a failure is reported on the error stream', async () => {
  const server = await serverWithAgent();
  const { say, heard } = await open(server);
  say.open('error', pair);
  say.open('data', pair);
  server.fromAgent('done', '{"id":3,"error":"connection refused"}');
  await settled();
  expect(heard).toEqual(['error connection refused', 'data END', 'error END']);
});

test('a connection reset by its client is reset in the pod, and others continue', async () => {
  const server = await serverWithAgent();
  const { say, heard } = await open(server);
  for (const request of ['0', '1']) say.open(request, { streamtype: 'data', port: '80', requestid: request });
  say.reset('0');
  server.fromAgent('1', 'nobody hears this');
  server.fromAgent('3', 'this one is there');
  await settled();
  expect(server.agent).toEqual(['connect {"id":1,"port":80}', 'connect {"id":3,"port":80}', 'reset 1']);
  expect(heard).toEqual(['1 this one is there']);
});

test('a client without request ids means pairs of streams that follow each other', async () => {
  const server = await serverWithAgent();
  const { say, heard } = await open(server);
  say.open('error', { port: '80' });
  say.open('data', { port: '80' });
  server.fromAgent('done', '{"id":3,"error":"refused"}');
  await settled();
  expect(heard[0]).toBe('error refused');
});

test.each([
  ['a port', { streamtype: 'data' }],
  ['a valid port', { streamtype: 'data', port: '70000' }],
  ['a number for its port', { streamtype: 'data', port: 'http' }],
  ['a known type', { streamtype: 'stdin', port: '80' }],
])('a stream without %s is refused', async (_, headers) => {
  const { say, heard } = await open(await serverWithAgent());
  say.open('it', headers);
  expect(heard).toEqual(['it RESET']);
});

test("the agent's end closes the connection", async () => {
  const server = await serverWithAgent();
  const { closed } = await open(server);
  server.network.disconnect('node-1');
  server.clock.advanceTo(server.clock.now() + 5_000);
  await settled();
  expect(closed()).toBe(true);
});

test('a connection is carried although its agent accepted after a keep-alive was due', async () => {
  const { server, accept, pass } = await serverThatWaits();
  const opening = open(server);
  await settled();
  pass(5_000);
  await settled();
  accept();
  const { say, heard, closed } = await opening;
  say.open('error', pair);
  say.open('data', pair);
  say.write('data', 'GET /');
  await settled();
  server.fromAgent('3', '200 OK');
  await settled();
  expect([server.agent, heard, closed()]).toEqual([['connect {"id":3,"port":80}', '3 GET /'], ['data 200 OK'], false]);
});

/** Steps of a session: bytes of a connection, its client's end, or ms of lab time. */
const steps = fc.array(
  fc.oneof(
    fc.record({ connection: fc.constantFrom('a', 'b', 'c', 'd', 'e'), says: fc.string({ minLength: 1, maxLength: 6 }) }),
    fc.record({ connection: fc.constantFrom('a', 'b', 'c', 'd', 'e'), says: fc.constant(undefined) }),
    fc.record({ passesMs: fc.constantFrom(1, 999, 5_000, 11_000) }),
  ),
  { maxLength: 20 },
);

test('each connection gets its whole answer, in whatever order and parts bytes, ends and time arrive', async () => {
  const property = fc.asyncProperty(
    steps,
    fc.constantFrom(0, 4_999, 5_000, 25_000),
    fc.boolean(),
    async (all, acceptedAfterMs, settles) => {
      const { server, accept, pass } = await serverThatWaits();
      const opening = open(server);
      await settled();
      pass(acceptedAfterMs);
      if (settles) await settled();
      accept();
      const { say, heard, closed } = await opening;
      const said = new Map<string, string>();
      const ended = new Set<string>();
      for (const step of all) {
        if ('passesMs' in step) {
          await settled();
          pass(step.passesMs);
          continue;
        }
        const { connection, says } = step;
        if (ended.has(connection)) continue;
        if (!said.has(connection)) say.open(connection, { streamtype: 'data', port: '80', requestid: connection });
        said.set(connection, (said.get(connection) ?? '') + (says ?? ''));
        if (says !== undefined) say.write(connection, says);
        else {
          say.end(connection);
          ended.add(connection);
        }
      }
      await settled();
      for (const [at, [connection, words]] of [...said].entries()) {
        const id = String(1 + 2 * at);
        const parts = server.agent.flatMap((part) => (part.startsWith(`${id} `) ? [part.slice(id.length + 1)] : []));
        expect(parts.join('')).toBe(words + (ended.has(connection) ? 'END' : ''));
        server.fromAgent(id, `answer to ${words}`);
        server.fromAgent('done', JSON.stringify({ id: Number(id) }));
      }
      await settled();
      const expected = [...said].map(([connection, words]) => [`${connection} answer to ${words}`, `${connection} END`]);
      expect([...said.keys()].map((connection) => heard.filter((part) => part.startsWith(`${connection} `)))).toEqual(expected);
      expect(closed()).toBe(false);
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

test("the agent's end before the client is connected closes the connection", async () => {
  const server = await serverWithAgent();
  const { answer } = await ask(server);
  await settled();
  server.sessions[0]?.close();
  await settled();
  if (!('protocol' in answer) || answer.type === 'websocket') throw new Error('refused');
  expect(spdyClient(answer).closed()).toBe(true);
});

test('a disconnected client ends its connections', async () => {
  const server = await serverWithAgent();
  const { stop } = await open(server);
  stop.stop();
  await settled();
  expect(server.agent).toEqual(['closed']);
});

test('a slow client slows down the agent', async () => {
  const server = await serverWithAgent();
  const { answer } = await ask(server);
  await settled();
  const sent = [1, 2, 3, 4, 5].map(() => server.sessions[0]?.send('1', 'x'.repeat(64 * 1024)));
  await settled();
  let waits = true;
  void sent.at(-1)?.then(() => {
    waits = false;
  });
  await settled();
  expect(waits).toBe(true);
  if ('protocol' in answer && answer.type !== 'websocket') spdyClient(answer);
  await settled();
  expect(waits).toBe(false);
});

test.each<[string, StreamAnswer | 'absent', Record<string, string>, string, [number, string]]>([
  ['refuses', { code: 500, message: 'pod not found ("web_default")' }, TUNNEL, 'web', [500, 'pod not found ("web_default")\n']],
  ['is unreachable', 'absent', TUNNEL, 'web', [500, 'error dialing backend: dial tcp node-1:10250: connect: connection refused']],
  ['is not asked without an upgrade', 'absent', {}, 'web', [400, 'Upgrade request required']],
  ['is not asked without a pod', 'absent', TUNNEL, 'nothing', [404, 'pods "nothing" not found']],
])('an agent that %s determines the answer', async (_, agent, headers, pod, expected) => {
  const { answer } = await ask(await serverWithAgent(agent), headers, pod);
  if (!('body' in answer)) throw new Error('not refused');
  const body = String(answer.body);
  expect([answer.status, body.startsWith('{') ? JSON.parse(body).message : body]).toEqual(expected);
});
