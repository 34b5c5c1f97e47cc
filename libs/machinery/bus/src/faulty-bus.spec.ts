import { CountingActivity, ManualClock, SeededRandom, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import type { BusFaults } from './bus-faults.ts';
import { type BusMessage, FaultyBus } from './faulty-bus.ts';
import { MemoryBusNetwork } from './memory-bus-network.ts';
import { routes, subjectsOf } from './subjects.ts';

const subjects = subjectsOf('lab');
const HEADS = subjects.at(routes.heads<number>());
const GET = subjects.at(routes.api<string, string>('get'));

/** Returns a bus with one rule, beside a server that counts the requests. */
function lab(faults: Partial<BusFaults>) {
  const clock = new ManualClock(0);
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(1) });
  const [server, wire] = ['api-server', 'scheduler'].map((name) => network.connect({ name, clock, activity }));
  const bus = new FaultyBus(wire as NonNullable<typeof wire>, clock);
  const touched: BusMessage[] = [];
  const end = bus.add({ faultsOf: () => faults, random: new SeededRandom(1), touched: (message) => void touched.push(message) });
  const executed: string[] = [];
  server?.serve(
    GET,
    async ({ body }) => {
      executed.push(body);
      return `${body}!`;
    },
    { queue: 'q' },
  );
  const heard: number[] = [];
  bus.subscribe(HEADS, ({ body }) => void heard.push(body));
  const pass = async (ms: number) => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advanceTo(clock.now() + ms);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const outcome = (options: Parameters<FaultyBus['request']>[2] = { timeoutMs: 1_000 }) => {
    const settled: { value?: string; at?: number } = {};
    bus.request(GET, 'a', options).then(
      (value) => Object.assign(settled, { value, at: clock.now() }),
      (error: Error) => Object.assign(settled, { value: error.message, at: clock.now() }),
    );
    return settled;
  };
  return { server, bus, activity, pass, outcome, executed, heard, touched, end };
}

test('a lost request is not executed, and times out without a hold', async () => {
  const { outcome, pass, executed, activity } = lab({ dropRequest: 1 });
  const settled = outcome();
  await pass(999);
  expect(activity.state().idle).toBe(true);
  expect(settled).toEqual({});
  await pass(1);
  expect(settled).toEqual({ value: `no reply on ${GET} within 1000 ms`, at: 1_000 });
  expect(executed).toEqual([]);
});

test('a request with a lost reply is executed once, and times out', async () => {
  const { outcome, pass, executed } = lab({ dropReply: 1 });
  const settled = outcome();
  await pass(1_000);
  expect(settled.value).toBe(`no reply on ${GET} within 1000 ms`);
  expect(executed).toEqual(['a']);
});

test('request and reply are delayed each', async () => {
  const { outcome, pass, executed } = lab({ delayMs: { min: 300, max: 300 } });
  const settled = outcome();
  await pass(299);
  expect(executed).toEqual([]);
  await pass(1);
  expect([executed, settled]).toEqual([['a'], {}]);
  await pass(300);
  expect(settled).toEqual({ value: 'a!', at: 600 });
});

test('a request with a delay beyond its time-out is executed late, but not by the successor of a server that died', async () => {
  const { outcome, pass, executed } = lab({ delayMs: { min: 2_000, max: 2_000 } });
  const settled = outcome();
  await pass(1_000);
  expect(settled.value).toBe(`no reply on ${GET} within 1000 ms`);
  const until = new StopSource();
  const lost = outcome({ timeoutMs: 5_000, until });
  until.stop();
  await pass(1_000);
  expect(lost.value).toBe(`the reply on ${GET} is lost`);
  expect(executed).toEqual(['a']);
  await pass(5_000);
  expect(executed).toEqual(['a']);
});

test.each<[string, Partial<BusFaults>, readonly number[]]>([
  ['a lost message does not arrive', { drop: 1 }, []],
  ['a repeated message arrives twice', { duplicate: 1 }, [1, 1]],
  ['a delayed message arrives late', { delayMs: { min: 50, max: 50 } }, []],
])('%s', async (_, faults, expected) => {
  const { server, pass, heard, touched, end } = lab(faults);
  server?.publish(HEADS, 1);
  await pass(0);
  expect(heard).toEqual(expected);
  expect(touched).toEqual([{ direction: 'in', from: 'api-server', subject: HEADS }]);
  await pass(50);
  end();
  const before = heard.length;
  server?.publish(HEADS, 2);
  await pass(0);
  expect(heard.slice(before)).toEqual([2]);
});
