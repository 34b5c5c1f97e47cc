import { BusSession, type SessionEnd } from '@klockwork/bus';
import { NODE_ROUTES, type PortForwardRequest } from '@klockwork/cluster-api';
import { StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { beforeEach, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';
import { IncomingBytes } from './incoming-bytes.ts';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

/** Connection to a server scripted by the test. */
class PlayedServer implements Connection {
  readonly heard: string[] = [];
  readonly #says = new IncomingBytes(() => {});
  #broken: ((error: Error) => void) | undefined;
  /** Awaited by writers. */
  busy: Promise<void> | undefined;

  says(text: string | undefined): void {
    if (text === undefined) this.#says.end();
    else this.#says.add(text);
  }

  breaks(): void {
    this.#broken?.(new ConnectionError('reset'));
  }

  read(): Promise<string | undefined> {
    const broken = new Promise<undefined>((_, reject) => {
      this.#broken = reject;
    });
    return Promise.race([this.#says.read(), broken]);
  }

  write(bytes: string): Promise<void> | undefined {
    this.heard.push(bytes);
    return this.busy;
  }

  end(): void {
    this.heard.push('END');
  }

  close(): void {
    this.heard.push('CLOSE');
    this.#broken?.(new StoppedError());
  }

  reset(): void {
    this.heard.push('RESET');
  }
}

/** Acts as the api-server: listens, requests, and records. */
async function open(request: Partial<PortForwardRequest> = {}) {
  const { client, subjects, lab } = kubelet;
  const parts: string[] = [];
  const ends: SessionEnd[] = [];
  const session: BusSession = new BusSession({
    ...{ bus: client, clock: lab.clock, own: subjects.session('s', 'client'), peer: subjects.session('s', 'agent') },
    object: 'pods/default/web',
    onPart: ({ channel, bytes }) => {
      parts.push(`${channel} ${bytes ?? 'END'}`);
      session.taken(bytes?.length ?? 0);
    },
    onEnd: (end) => ends.push(end),
  });
  const uid = (await kubelet.pod())?.metadata?.uid ?? '';
  const asked: PortForwardRequest = { session: 's', node: 'node-1', namespace: 'default', pod: 'web', uid, ...request };
  const answering = client.request(subjects.at(NODE_ROUTES.portforward, 'node-1'), asked, { timeoutMs: 1_000 });
  await lab.advance(0);
  const say = async (channel: string, bytes?: string) => {
    if (bytes === undefined) session.end(channel);
    else if (Number.isNaN(Number(channel))) session.message(channel, bytes);
    else session.send(channel, bytes);
    await lab.advance(0);
  };
  return { session, parts, ends, say, answer: await answering };
}

/** Connections reach these servers, one after the other. */
function serving(count = 1): PlayedServer[] {
  const servers = Array.from({ length: count }, () => new PlayedServer());
  const left = [...servers];
  kubelet.runtime().onConnect = async () => left.shift() as PlayedServer;
  return servers;
}

test('a connection carries bytes both ways, and is done when the pod has said all', async () => {
  await kubelet.run();
  const [server] = serving();
  const { answer, say, parts } = await open();
  expect(answer).toEqual({ accepted: true });
  await say('connect', '{"id":3,"port":80}');
  await say('3', 'GET /');
  await say('3');
  expect(server?.heard).toEqual(['GET /', 'END']);
  server?.says('200 OK');
  server?.says(undefined);
  await kubelet.lab.advance(0);
  expect(parts).toEqual(['3 200 OK', '3 END', 'done {"id":3}']);
  expect(server?.heard).toEqual(['GET /', 'END', 'CLOSE']);
});

test('connections do not mind each other', async () => {
  await kubelet.run();
  const servers = serving(3);
  const { say, parts } = await open();
  void [1, 3, 5].map((id) => say('connect', JSON.stringify({ id, port: 80 })));
  for (const id of ['5', '1', '3']) await say(id, `to ${id}`);
  await say('reset', '3');
  servers[0]?.says('one');
  await kubelet.lab.advance(0);
  expect(servers.map(({ heard }) => heard)).toEqual([['to 1'], ['to 3', 'CLOSE'], ['to 5']]);
  expect(parts).toEqual(['done {"id":3}', '1 one']);
});

const inNetwork = (id: string) => `error forwarding port 81 to pod ${id}, uid : failed to execute portforward in network namespace`;

/** Records the client's outcome of a connection, and its sandbox. */
async function outcome(port = 81, during: () => void | Promise<void> = () => {}): Promise<{ error: string; id: string }> {
  const id = kubelet.runtime().reports()[0]?.sandboxId ?? '';
  const { say, parts, session } = await open();
  await during();
  await say('connect', JSON.stringify({ id: 1, port }));
  await kubelet.lab.advance(0);
  session.abort();
  return { error: JSON.parse(parts.at(-1)?.replace('done ', '') ?? '').error, id };
}

test('a port that nobody listens on is refused as containerd words it', async () => {
  await kubelet.run();
  const { error, id } = await outcome();
  const refused = 'IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6 [::1]:81: connect: connection refused ';
  expect(error).toBe(`${inNetwork(id)} "/var/run/netns/cni-${id}": failed to connect to localhost:81 inside namespace "${id}", ${refused}`);
});

test('a connection to a pod with host networking states this', async () => {
  await kubelet.run({ spec: { hostNetwork: true } });
  const { error, id } = await outcome();
  expect(error).toContain(`${inNetwork(id)} "host": failed to connect`);
});

test('a pod deleted in the middle has no sandbox', async () => {
  await kubelet.run();
  const { error, id } = await outcome(81, () => kubelet.delete('web', 0));
  expect(error).toBe(`error forwarding port 81 to pod ${id}, uid : failed to find sandbox "${id}" in store: not found`);
});

test("a broken connection reports the reading side's error", async () => {
  await kubelet.run();
  const [server] = serving();
  const { say, parts } = await open();
  await say('connect', '{"id":1,"port":81}');
  server?.breaks();
  await kubelet.lab.advance(0);
  expect(parts[0]).toContain(': read tcp4 127.0.0.1:32769->127.0.0.1:81: read: connection reset by peer"}');
});

test('a server that does not read stalls its client until it reads', async () => {
  await kubelet.run();
  const [server] = serving();
  let reads = () => {};
  (server as PlayedServer).busy = new Promise((resolve) => {
    reads = resolve;
  });
  const { session, say } = await open();
  await say('connect', '{"id":1,"port":80}');
  for (let left = 10; left > 0; left--) session.send('1', 'x'.repeat(64 * 1024));
  let waits = true;
  void session.send('1', 'y')?.then(() => {
    waits = false;
  });
  await kubelet.lab.advance(0);
  expect([waits, server?.heard.length]).toEqual([true, 1]);
  reads();
  await kubelet.lab.advance(0);
  expect([waits, server?.heard.join('').length]).toEqual([false, 640 * 1024 + 1]);
});

test('data sent on an ended connection takes no room', async () => {
  await kubelet.run();
  const { session, say, parts } = await open();
  await say('connect', '{"id":1,"port":81}');
  expect(parts.length).toBe(1);
  for (let count = 10; count > 0; count--) session.send('1', 'x'.repeat(64 * 1024));
  await kubelet.lab.advance(0);
  expect(session.send('1', 'y')).toBeUndefined();
});

test.each([
  ['its client goes', (session: BusSession) => session.abort()],
  ['the process of its client dies', () => kubelet.network.disconnect('client')],
  ['the agent ends', () => kubelet.stop()],
])('connections end when %s', async (_, leave) => {
  await kubelet.run();
  const [server] = serving();
  const { session, say } = await open();
  await say('connect', '{"id":1,"port":80}');
  await leave(session);
  await kubelet.lab.advance(5_000);
  expect(server?.heard).toEqual(['CLOSE']);
});

test('lab time passes while nobody speaks', async () => {
  await kubelet.run();
  serving();
  const { say, ends } = await open();
  await say('connect', '{"id":1,"port":80}');
  await kubelet.lab.advance(3_600_000);
  expect([kubelet.lab.context.activity.state().idle, ends]).toEqual([true, []]);
});

test('a pod that is not there, or not yet, is refused as a kubelet refuses it', async () => {
  const refused = async (request: Partial<PortForwardRequest>) => {
    const { answer, session } = await open(request);
    session.abort();
    await kubelet.lab.advance(0);
    return answer;
  };
  expect(await refused({ uid: 'other' })).toEqual({ code: 404, message: 'pod does not exist' });
  await kubelet.run({ spec: { restartPolicy: 'Never' } });
  kubelet.runtime().exit('web', 0);
  await kubelet.lab.advance(0);
  expect(await refused({})).toEqual({ code: 500, message: 'pod not found ("web_default")' });
});
