import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Body, BusError, Subject } from '@klockwork/bus';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { findNatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { hostActivity, RealTimeClock } from '@klockwork/host';
import { type LogFields, ManualClock, silentLogger } from '@klockwork/kernel';
import { connect } from 'nats';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectionStatus } from './connect.ts';
import { NatsBus, type NatsBusOptions } from './nats-bus.ts';

const subject = (text: string) => text as Subject<Body, Body>;

/** Server that stops and restarts at the same address. */
interface Server {
  readonly url: string;
  down(): Promise<void>;
  up(): Promise<void>;
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function embedded(): Promise<Server> {
  let broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  const { port, url } = broker;
  open.push({ close: () => broker.close() });
  return {
    url,
    down: () => broker.close(),
    up: async () => {
      broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port, auth: TEST_AUTH });
    },
  };
}

async function join(server: Server, name: string, options: Partial<NatsBusOptions> = {}) {
  const [clock, activity] = [new ManualClock(0), hostActivity()];
  const told: ConnectionStatus[] = [];
  const waiting = new Set<() => void>();
  const onStatus = (status: ConnectionStatus) => {
    told.push(status);
    for (const look of waiting) look();
  };
  const bus = await NatsBus.connect({
    name,
    clock,
    activity,
    servers: [server.url],
    auth: TEST_AUTH,
    reconnectWaitMs: 20,
    onStatus,
    ...options,
  });
  open.push(bus);
  /** Resolves after the given number of status changes. */
  const status = (wanted: ConnectionStatus, times = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (told.filter((each) => each === wanted).length >= times) resolve();
      };
      waiting.add(look);
      look();
    });
  return { bus, clock, activity, told, status };
}

const codeOf = (request: Promise<Body>) => request.then(JSON.stringify, (error: BusError) => error.code as string);

function survivesRestart(start: () => Promise<Server>): void {
  test('after a restart of the server subscriptions are back and requests work again', async () => {
    const server = await start();
    const [a, b] = [await join(server, 'a'), await join(server, 'b')];
    const taken: Body[] = [];
    b.bus.subscribe(subject('k.x'), ({ body }) => taken.push(body));
    b.bus.serve(subject('k.ask'), async ({ body }) => ({ echo: body }), { queue: 'q' });
    await b.bus.flush();

    await server.down();
    await Promise.all([a.status('disconnected'), b.status('disconnected')]);
    a.bus.publish(subject('k.x'), 'lost');
    b.bus.subscribe(subject('k.late'), ({ body }) => taken.push(body));
    const asked = codeOf(a.bus.request(subject('k.ask'), 'while down', { timeoutMs: 60_000 }));
    expect(a.activity.state().idle).toBe(true);

    await server.up();
    await Promise.all([a.status('reconnected'), b.status('reconnected')]);
    await b.bus.flush();
    // Member b may reconnect after the request: `no-responders` is valid, and callers retry.
    expect(['{"echo":"while down"}', 'no-responders']).toContain(await asked);
    expect(await a.bus.request(subject('k.ask'), 'again', { timeoutMs: 60_000 })).toEqual({ echo: 'again' });
    a.bus.publish(subject('k.x'), 'kept');
    a.bus.publish(subject('k.late'), 'late');
    await a.bus.flush();
    await b.bus.flush();
    expect([taken, a.bus.lost]).toEqual([['kept', 'late'], 1]);
    expect(a.told).toEqual(['connected', 'disconnected', 'reconnected']);
  });

  test('a status listener receives every reconnection', async () => {
    const server = await start();
    const a = await join(server, 'a');
    let restored = 0;
    const back = new Promise<void>((resolve) => {
      a.bus.onRestored(() => {
        restored += 1;
        resolve();
      });
    });
    await server.down();
    await a.status('disconnected');
    expect(restored).toBe(0);
    await server.up();
    await back;
    expect([restored, a.bus.connected]).toEqual([1, true]);
  });

  test('a request that was sent before the connection broke is lost at once, and holds nothing', async () => {
    const server = await start();
    const [a, b] = [await join(server, 'a'), await join(server, 'b')];
    const asked = new Promise((resolve) => b.bus.serve(subject('k.ask'), () => new Promise(() => resolve(undefined)), { queue: 'q' }));
    await b.bus.flush();
    const code = codeOf(a.bus.request(subject('k.ask'), 1, { timeoutMs: 5000 }));
    await asked;
    expect(a.activity.state().idle).toBe(false);
    await server.down();
    await a.status('disconnected');
    expect(a.activity.state().idle).toBe(true);
    expect(await code).toBe('lost');
    await server.up();
  });

  test('restarted again and again under load, every requester gets its answers in the end', async () => {
    const server = await start();
    const activity = hostActivity();
    const live = { activity, clock: new RealTimeClock({ activity }) };
    const [a, b] = [await join(server, 'a', live), await join(server, 'b', live)];
    b.bus.serve(subject('k.ask'), async ({ body }) => body, { queue: 'q' });
    await b.bus.flush();
    let stopping = false;
    const failures = new Set<string>();
    /** Repeats requests; resolves after an answer of the last restart. */
    const asker = async (): Promise<Body> => {
      for (;;) {
        const last = stopping;
        const reply = await a.bus.request(subject('k.ask'), 'still there?', { timeoutMs: 100 }).catch((error: BusError) => {
          failures.add(error.code);
          if (error.code === 'closed') throw error;
          return undefined;
        });
        if (last && reply !== undefined) return reply;
      }
    };
    const askers = Promise.all(Array.from({ length: 16 }, asker));
    for (let round = 1; round <= 3; round++) {
      await server.down();
      await Promise.all([a.status('disconnected', round), b.status('disconnected', round)]);
      await server.up();
      await Promise.all([a.status('reconnected', round), b.status('reconnected', round)]);
    }
    stopping = true;
    expect(await askers).toEqual(Array.from({ length: 16 }, () => 'still there?'));
    expect([...failures].filter((code) => !['timeout', 'lost', 'no-responders'].includes(code))).toEqual([]);
  });
}

describe('over the embedded broker', () => survivesRestart(embedded));

const startReal = findNatsServer('restarts of the broker');
describe.skipIf(startReal === undefined)('over a real nats-server', () => {
  survivesRestart(async () => {
    const server = await (startReal as NonNullable<typeof startReal>)();
    open.push({ close: () => server.kill() });
    return { url: server.url, down: () => server.kill(), up: () => server.restart() };
  });
});

test('a process that starts before its server waits for it', async () => {
  const server = await embedded();
  await server.down();
  const joining = join(server, 'early');
  await server.up();
  expect((await joining).told).toEqual(['connected']);
});

test('wrong credentials are an error, not a wait', async () => {
  const server = await embedded();
  await expect(join(server, 'a', { auth: { user: 'klockwork', password: 'guess' } })).rejects.toThrow(/authorization violation/i);
});

test('a hung responder ends the hold by the host’s clock, and the request by the lab’s', async () => {
  const server = await embedded();
  const [a, b] = [await join(server, 'a', { holdHostMsMax: 30 }), await join(server, 'b')];
  b.bus.serve(subject('k.hang'), () => new Promise(() => {}), { queue: 'q' });
  await b.bus.flush();
  const idle = new Promise<void>((resolve) => a.activity.onIdle(resolve));
  const code = codeOf(a.bus.request(subject('k.hang'), 1, { timeoutMs: 5000 }));
  await idle;
  expect(a.clock.pending()).toEqual([{ at: 5000, timer: { name: 'bus-request-timeout', upkeep: true } }]);
  a.clock.advanceTo(5000);
  expect(await code).toBe('timeout');
});

test('closing ends pending requests, and afterwards nothing is sent', async () => {
  const server = await embedded();
  const [a, b] = [await join(server, 'a'), await join(server, 'b')];
  b.bus.serve(subject('k.never'), () => new Promise(() => {}), { queue: 'q' });
  await b.bus.flush();
  const code = codeOf(a.bus.request(subject('k.never'), 1, { timeoutMs: 5000 }));
  await a.bus.close();
  a.bus.publish(subject('k.x'), 1);
  expect([await code, await codeOf(a.bus.request(subject('k.never'), 1, { timeoutMs: 5000 })), a.bus.lost]).toEqual([
    'closed',
    'closed',
    1,
  ]);
  await a.status('closed');
});

test('draining lets what is being answered be answered', async () => {
  const server = await embedded();
  const [a, b] = [await join(server, 'a'), await join(server, 'b')];
  let answer: (body: Body) => void = () => {};
  const asked = new Promise<void>((resolve) => {
    const wait = () => {
      resolve();
      return new Promise<Body>((done) => {
        answer = done;
      });
    };
    b.bus.serve(subject('k.slow'), wait, { queue: 'q' });
  });
  await b.bus.flush();
  const reply = a.bus.request(subject('k.slow'), 1, { timeoutMs: 5000 });
  await asked;
  const drained = b.bus.drain();
  answer('at last');
  await drained;
  expect(await reply).toBe('at last');
  expect(await codeOf(a.bus.request(subject('k.slow'), 1, { timeoutMs: 5000 }))).toBe('no-responders');
});

test('bytes that are no envelope are logged and passed over', async () => {
  const server = await embedded();
  const warnings: [LogFields, string][] = [];
  const a = await join(server, 'a', { logger: { ...silentLogger, warn: (fields, message) => void warnings.push([fields, message]) } });
  const taken: Body[] = [];
  a.bus.subscribe(subject('k.x'), ({ body }) => taken.push(body));
  await a.bus.flush();
  const stranger = await connect({ servers: server.url, user: TEST_AUTH.user, pass: TEST_AUTH.password });
  open.push(stranger);
  for (const text of ['hello', '{"at":1}', '{"at":1,"from":"x","body":null}']) stranger.publish('k.x', text);
  await stranger.flush();
  await a.bus.flush();
  expect(taken).toEqual([null]);
  expect(warnings).toEqual([
    [{ subject: 'k.x', bytes: 5 }, 'message is not an envelope'],
    [{ subject: 'k.x', bytes: 8 }, 'message is not an envelope'],
  ]);
});

/** Runs a script in a child process, with a bus named `bus` and its own clock; returns exit code and output. */
async function run(server: Server, script: string): Promise<{ code: unknown; output: string; errors: string }> {
  const prelude = `
    import { NatsBus } from ${JSON.stringify(new URL('./nats-bus.ts', import.meta.url).href)};
    import { hostActivity } from '@klockwork/host';
    import { ManualClock } from '@klockwork/kernel';
    const [clock, activity] = [new ManualClock(0), hostActivity()];
    const bus = await NatsBus.connect({ name: 'child', clock, activity, servers: ['${server.url}'], auth: ${JSON.stringify(TEST_AUTH)} });
  `;
  const args = ['--conditions=@klockwork/source', '--input-type=module', '-e', prelude + script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: import.meta.dirname });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, output, errors };
}

test('an idle process holds only its socket and the client’s ping timer', async () => {
  const server = await embedded();
  const { code, output, errors } = await run(
    server,
    `
    bus.subscribe('k.x', () => {});
    bus.serve('k.ask', async ({ body }) => body, { queue: 'q' });
    activity.onIdle(() => setImmediate(() => {
      const left = process.getActiveResourcesInfo().filter((name) => !['PipeWrap', 'TTYWrap', 'Immediate'].includes(name));
      console.log(JSON.stringify({ left, timers: clock.pending() }));
      process.exit(0);
    }));
    await bus.flush();
    await activity.track('work', Promise.all(Array.from({ length: 20 }, (_, index) => bus.request('k.ask', index, { timeoutMs: 1000 }))));
  `,
  );
  expect({ code, output: output === '' ? errors : JSON.parse(output) }).toEqual({
    code: 0,
    output: { left: ['TCPSocketWrap', 'Timeout'], timers: [] },
  });
});

test('a handler that throws ends the process', async () => {
  const server = await embedded();
  const { code, errors } = await run(
    server,
    `
    bus.subscribe('k.x', () => { throw new Error('a bug of ours'); });
    bus.publish('k.x', 1);
  `,
  );
  expect([code, errors.includes('a bug of ours')]).toEqual([1, true]);
});
