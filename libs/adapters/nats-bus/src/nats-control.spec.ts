import { spawn } from 'node:child_process';
import type { Body, ControlAnswer, Subject } from '@klockwork/bus';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { findNatsCluster, findNatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { hostActivity } from '@klockwork/host';
import { type LogFields, ManualClock, silentLogger } from '@klockwork/kernel';
import { connect } from 'nats';
import { afterEach, describe, expect, test } from 'vitest';
import { NatsBus } from './nats-bus.ts';

const subject = (text: string) => text as Subject<Body, Body>;

/** Time limit for expected answers on a busy machine. */
const PATIENT_MS = 60_000;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

async function embedded(): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  undo.push(() => broker.close());
  return broker;
}

async function join(urls: string, warnings: [LogFields, string][] = []): Promise<NatsBus> {
  const logger = { ...silentLogger, warn: (fields: LogFields, message: string) => void warnings.push([fields, message]) };
  const [clock, activity, servers] = [new ManualClock(0), hostActivity(), urls.split(',')];
  const bus = await NatsBus.connect({ name: 'test', clock, activity, servers, auth: TEST_AUTH, logger, reconnectWaitMs: 20 });
  undo.push(() => bus.close());
  return bus;
}

/** Starts a process that publishes numbers on `k.data` continuously, and listens on `k.to.child`. */
async function publisher(url: string): Promise<{ kill(): void }> {
  const script = `
    import { NatsBus } from ${JSON.stringify(new URL('./nats-bus.ts', import.meta.url).href)};
    import { hostActivity } from '@klockwork/host';
    import { ManualClock } from '@klockwork/kernel';
    const bus = await NatsBus.connect({
      name: 'child', clock: new ManualClock(0), activity: hostActivity(), servers: ['${url}'], auth: ${JSON.stringify(TEST_AUTH)},
    });
    bus.control.subscribe('k.to.child', (_body, reply) => reply('alive'));
    await bus.flush();
    let sent = 0;
    const send = () => {
      for (let each = 0; each < 50; each++) bus.publish('k.data', sent++);
      setImmediate(send);
    };
    send();
    console.log('publishing');
  `;
  const args = ['--conditions=@klockwork/source', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname });
  undo.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { kill: () => void child.kill('SIGKILL') };
}

function tellsTheDead(start: () => Promise<string>): void {
  test('`no-responders` for a killed process follows its last message', async () => {
    const url = await start();
    const bus = await join(url);
    const taken: Body[] = [];
    bus.subscribe(subject('k.data'), ({ body }) => taken.push(body));
    const child = await publisher(url);
    const ask = (hostMs: number) => bus.control.ask(subject('k.to.child'), null, hostMs);
    // The answer follows all earlier messages of the child.
    expect(await ask(PATIENT_MS)).toEqual({ body: 'alive' });
    child.kill();
    let answer: ControlAnswer = await ask(500);
    while (!('none' in answer) || answer.none === 'timeout') answer = await ask(500);
    const atVerdict = taken.length;
    await bus.flush();
    await bus.flush();
    expect(answer).toEqual({ none: 'no-responders' });
    expect([atVerdict > 0, taken.length]).toEqual([true, atVerdict]);
    expect(taken).toEqual(Array.from({ length: atVerdict }, (_, index) => (taken[0] as number) + index));
  });
}

describe('over the embedded broker', () => tellsTheDead(async () => (await embedded()).url));

const startServer = findNatsServer('the clock’s channel');
describe.skipIf(startServer === undefined)('over a real nats-server', () => {
  tellsTheDead(async () => {
    const server = await (startServer as NonNullable<typeof startServer>)();
    undo.push(() => server.kill());
    return server.url;
  });
});

const startCluster = findNatsCluster('the clock’s channel');
test.skipIf(startCluster === undefined)(
  'a cluster of servers is known as routed, by any of them, and keeps the order of each publisher',
  async () => {
    const cluster = await (startCluster as NonNullable<typeof startCluster>)();
    undo.push(() => cluster.kill());
    const [first = '', second = ''] = cluster.urls.split(',');
    const [a, b, any] = [await join(first), await join(second), await join(cluster.urls)];
    expect([a, b, any].map((bus) => bus.control.routed)).toEqual([true, true, true]);
    const taken: Body[] = [];
    b.subscribe(subject('k.data'), ({ body }) => taken.push(body));
    const over = new Promise((resolve) => b.control.subscribe(subject('k.over'), resolve));
    b.control.subscribe(subject('k.clock'), (body) => taken.push(body));
    await b.flush();
    // Routes learn subscriptions with delay, the last one last.
    while ('none' in (await a.control.ask(subject('k.clock'), -1, 50)) && taken.length === 0);
    taken.length = 0;
    for (let round = 0; round < 300; round++) {
      a.publish(subject('k.data'), `data ${round}`);
      a.control.publish(subject('k.clock'), `clock ${round}`);
    }
    a.control.publish(subject('k.over'), null);
    await over;
    expect(taken.filter((each) => each !== -1)).toEqual(
      Array.from({ length: 300 }, (_, round) => [`data ${round}`, `clock ${round}`]).flat(),
    );
  },
);

test('`no-responders` is withheld until members had time to reconnect to a restarted server', async () => {
  const broker = await embedded();
  const bus = await join(broker.url);
  const ask = (hostMs = 20) => bus.control.ask(subject('k.to.late'), 'are you there?', hostMs);
  expect(await ask(PATIENT_MS)).toEqual({ none: 'no-responders' });
  const { port } = broker;
  await broker.close();
  // Begins before the reconnection: a busy machine only lengthens the measured time.
  const closedAt = performance.now();
  const again = await EmbeddedBroker.listen({ host: '127.0.0.1', port, auth: TEST_AUTH });
  undo.push(() => again.close());
  while (!bus.connected) await new Promise((resolve) => setImmediate(resolve));
  while (((await ask()) as { none: string }).none !== 'no-responders');
  expect(performance.now() - closedAt).toBeGreaterThan(1_000);
});

test('a disconnected channel drops messages, and its requests end without an answer', async () => {
  const broker = await embedded();
  const [a, b] = [await join(broker.url), await join(broker.url)];
  const taken: Body[] = [];
  b.control.subscribe(subject('k.clock'), (body, reply) => {
    taken.push(body);
    reply(body);
  });
  await b.flush();
  const { port } = broker;
  await broker.close();
  await new Promise<void>((resolve) => {
    const look = () => (a.connected || b.connected ? setImmediate(look) : resolve());
    look();
  });
  a.control.publish(subject('k.clock'), 'lost');
  expect(await a.control.ask(subject('k.clock'), 'lost too', 20)).toEqual({ none: 'timeout' });
  const again = await EmbeddedBroker.listen({ host: '127.0.0.1', port, auth: TEST_AUTH });
  undo.push(() => again.close());
  let answer = await a.control.ask(subject('k.clock'), 'again', 50);
  while ('none' in answer) answer = await a.control.ask(subject('k.clock'), 'again', 50);
  expect([answer, new Set(taken)]).toEqual([{ body: 'again' }, new Set(['again'])]);
});

test('a closed bus receives no late answers', async () => {
  const { url } = await embedded();
  const [a, b] = [await join(url), await join(url)];
  b.control.subscribe(subject('k.clock'), () => {});
  await b.flush();
  const asked = a.control.ask(subject('k.clock'), 1, PATIENT_MS);
  await a.close();
  expect(await asked).toEqual({ none: 'timeout' });
});

test('bytes that are not JSON are logged and passed over', async () => {
  const { url } = await embedded();
  const warnings: [LogFields, string][] = [];
  const bus = await join(url, warnings);
  const taken: Body[] = [];
  bus.control.subscribe(subject('k.clock'), (body) => taken.push(body));
  const stranger = await connect({ servers: url, user: TEST_AUTH.user, pass: TEST_AUTH.password });
  undo.push(() => stranger.close());
  await bus.flush();
  stranger.publish('k.clock', 'tick');
  stranger.publish('k.clock', '{"tick":1}');
  await stranger.flush();
  await bus.flush();
  expect([taken, warnings]).toEqual([[{ tick: 1 }], [[{ subject: 'k.clock', bytes: 4 }, 'message of the clock is not JSON']]]);
});
