import { CountingActivity, type HostTimer, ManualClock, SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import type { Bus } from './bus.ts';
import type { BusFaults } from './bus-faults.ts';
import type { Body } from './control-channel.ts';
import { MemoryBusNetwork } from './memory-bus-network.ts';
import type { Subject } from './subjects.ts';
import { busContract, controlChannelContract } from './testing/index.ts';

const subject = (text: string) => text as Subject<Body, Body>;
const activity = () => new CountingActivity((then) => void Promise.resolve().then(then));

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

busContract('MemoryBus', async () => {
  const network = new MemoryBusNetwork({ clock: new ManualClock(0), random: new SeededRandom(1) });
  return { connect: async (member) => network.connect(member), settle, close: async () => {} };
});

/** Time-out that ends after all messages in flight were delivered. */
const impatient: HostTimer = {
  now: () => 0,
  set: (_delayMs, fire) => {
    let waiting = true;
    void settle().then(() => waiting && fire());
    return () => {
      waiting = false;
    };
  },
};

controlChannelContract('MemoryBus', async () => {
  const network = new MemoryBusNetwork({ clock: new ManualClock(0), random: new SeededRandom(1), host: impatient });
  const names = new Map<unknown, string>();
  return {
    connect: async (member) => {
      const bus = network.connect(member);
      names.set(bus, member.name);
      return bus;
    },
    kill: async (bus) => network.disconnect(names.get(bus) as string),
    settle,
    close: async () => {},
  };
});

test('clock messages are lost to a disconnected process, and at random', async () => {
  const network = new MemoryBusNetwork({ clock: new ManualClock(0), random: new SeededRandom(1), host: impatient });
  const [a, b] = ['a', 'b'].map((name) => network.connect({ name, clock: new ManualClock(0), activity: activity() }));
  b?.control.subscribe(subject('k'), (body, reply) => reply(body));
  const ask = (body: Body) => a?.control.ask(subject('k'), body, 100);
  network.partition('b');
  expect(await ask(1)).toEqual({ none: 'timeout' });
  network.heal('b');
  expect(await ask(2)).toEqual({ body: 2 });
  network.setFaults({ dropControl: 1 });
  expect(await ask(3)).toEqual({ none: 'timeout' });
});

function lab(faults: Partial<BusFaults> = {}, seed = 7) {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(seed), faults });
  const join = (name: string) => {
    const member = { name, clock, activity: activity() };
    return { ...member, bus: network.connect(member) };
  };
  return { clock, network, join };
}

function collect(member: { bus: Bus }, pattern: string): Body[] {
  const taken: Body[] = [];
  member.bus.subscribe(subject(pattern), ({ body }) => taken.push(body));
  return taken;
}

const codeOf = (request: Promise<Body>) => request.then(JSON.stringify, (error) => error.code as string);

test("bodies are frozen, so receivers cannot modify each other's messages", async () => {
  const { join } = lab();
  const [a, b] = [join('a'), join('b')];
  const body = { labels: { app: 'web' } };
  const taken = collect(b, 'k');
  a.bus.publish(subject('k'), body);
  await settle();
  expect(taken).toEqual([body]);
  expect(Object.isFrozen(body.labels)).toBe(true);
});

test('a message in flight holds its receiver until delivery', async () => {
  const { join } = lab();
  const [a, b] = [join('a'), join('b')];
  collect(b, 'k');
  a.bus.publish(subject('k'), 1);
  expect(b.activity.state().reasons).toEqual(new Map([['bus', 1]]));
  await settle();
  expect(b.activity.state().idle).toBe(true);
});

test('a partitioned process neither sends nor receives until healed', async () => {
  const { network, clock, join } = lab();
  const [a, b] = [join('a'), join('b')];
  const [atA, atB] = [collect(a, 'to.a'), collect(b, 'to.b')];
  b.bus.serve(subject('ask'), async () => 'answer', { queue: 'q' });
  network.partition('b');
  a.bus.publish(subject('to.b'), 'lost');
  b.bus.publish(subject('to.a'), 'lost');
  const codes = Promise.all([
    codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 })),
    codeOf(b.bus.request(subject('x'), 1, { timeoutMs: 10 })),
  ]);
  await settle();
  expect([a.activity.state().idle, b.activity.state().idle]).toEqual([true, true]);
  clock.advanceTo(10);
  expect(await codes).toEqual(['timeout', 'timeout']);
  network.heal('b');
  a.bus.publish(subject('to.b'), 'healed');
  b.bus.publish(subject('to.a'), 'healed');
  expect(await a.bus.request(subject('ask'), 1, { timeoutMs: 10 })).toBe('answer');
  expect([atA, atB]).toEqual([['healed'], ['healed']]);
});

test('a message in flight to a partitioned receiver is lost', async () => {
  const { network, join } = lab();
  const [a, b] = [join('a'), join('b')];
  const taken = collect(b, 'k');
  a.bus.publish(subject('k'), 1);
  network.partition('b');
  await settle();
  expect(taken).toEqual([]);
});

test("a reply in flight is lost in a partition, and the requester's hold ends", async () => {
  const { network, clock, join } = lab();
  const [a, b] = [join('a'), join('b')];
  let answer: (body: Body) => void = () => {};
  b.bus.serve(
    subject('ask'),
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    { queue: 'q' },
  );
  const code = codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }));
  await settle();
  expect(a.activity.state().idle).toBe(false);
  network.partition('a');
  answer('too late');
  await settle();
  expect(a.activity.state().idle).toBe(true);
  clock.advanceTo(10);
  expect(await code).toBe('timeout');
});

test('requests of a dead process end, and its later actions reach no process', async () => {
  const { network, join } = lab();
  const [a, b] = [join('a'), join('b')];
  const taken = collect(b, 'k');
  b.bus.serve(subject('ask'), () => new Promise(() => {}), { queue: 'q' });
  const code = codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }));
  await settle();
  network.disconnect('a');
  a.bus.publish(subject('k'), 'from the dead');
  const after = collect(a, 'k');
  b.bus.publish(subject('k'), 'to the dead');
  await settle();
  expect([await code, await codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }))]).toEqual(['closed', 'closed']);
  expect([taken, after, a.clock.pending(), a.activity.state().idle]).toEqual([['to the dead'], [], [], true]);
});

test('requests to a dead process get no-responders, and its pending ones time out without a hold', async () => {
  const { network, clock, join } = lab();
  const [a, b] = [join('a'), join('b')];
  b.bus.serve(subject('ask'), () => new Promise(() => {}), { queue: 'q' });
  const before = codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }));
  await settle();
  network.disconnect('b');
  expect(a.activity.state().idle).toBe(true);
  expect(await codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }))).toBe('no-responders');
  clock.advanceTo(10);
  expect(await before).toBe('timeout');
});

test('a process may reconnect under its name', async () => {
  const { network, join } = lab();
  const [a] = [join('a'), join('b')];
  network.disconnect('b');
  const taken = collect(join('b'), 'k');
  a.bus.publish(subject('k'), 1);
  await settle();
  expect(taken).toEqual([1]);
});

test('a delayed message is a named timer, and holds no process in flight', async () => {
  const { clock, join } = lab({ delayMs: { min: 40, max: 40 } });
  const [a, b] = [join('a'), join('b')];
  const taken = collect(b, 'k');
  a.bus.publish(subject('k'), 1);
  await settle();
  expect([clock.pending(), b.activity.state().idle, taken]).toEqual([[{ at: 40, timer: { name: 'bus-delay' } }], true, []]);
  clock.advanceTo(40);
  expect(taken).toEqual([1]);
});

test('faults lose, repeat and reorder messages, reproducibly by seed', async () => {
  const run = async (seed: number) => {
    const { clock, join } = lab({ drop: 0.2, duplicate: 0.2, delayMs: { min: 0, max: 50 } }, seed);
    const [a, b] = [join('a'), join('b')];
    const taken = collect(b, 'k');
    for (let index = 0; index < 200; index++) a.bus.publish(subject('k'), index);
    await settle();
    clock.advanceTo(50);
    return taken as number[];
  };
  const [first, again, other] = [await run(7), await run(7), await run(8)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  const lost = 200 - new Set(first).size;
  expect([lost > 20, first.length > new Set(first).size, first.some((value, index) => value < (first[index - 1] ?? 0))]).toEqual([
    true,
    true,
    true,
  ]);
});

test.each([
  ['dropRequest', 0],
  ['dropReply', 1],
] as const)('with %s a request times out and its handler ran %i times', async (fault, times) => {
  const { clock, join } = lab({ [fault]: 1 });
  const [a, b] = [join('a'), join('b')];
  let runs = 0;
  b.bus.serve(subject('ask'), async () => ++runs, { queue: 'q' });
  const code = codeOf(a.bus.request(subject('ask'), 1, { timeoutMs: 10 }));
  await settle();
  expect(a.activity.state().idle).toBe(true);
  clock.advanceTo(10);
  expect([await code, runs]).toEqual(['timeout', times]);
});

test('faults can be changed at run time', async () => {
  const { network, join } = lab({ drop: 1 });
  const [a, b] = [join('a'), join('b')];
  const taken = collect(b, 'k');
  a.bus.publish(subject('k'), 'lost');
  network.setFaults({ drop: 0 });
  a.bus.publish(subject('k'), 'kept');
  await settle();
  expect(taken).toEqual(['kept']);
});
