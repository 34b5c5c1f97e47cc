import { ManualClock, StoppedError, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { ClockWorkQueue } from './work-queue.ts';

const event = (revision: number) => ({ trigger: 'event', revision }) as const;
const never = new StopSource();

test('a key added twice is taken once, with its latest cause and the earlier ones', async () => {
  const queue = new ClockWorkQueue(new ManualClock(0));
  queue.add('a', event(1));
  queue.add('b', event(2));
  queue.add('a', event(3));
  expect(queue.depth()).toEqual({ ready: 2, waiting: 0 });
  expect(await queue.take(never)).toMatchObject({ key: 'a', cause: { ...event(3), also: [1] } });
  expect(await queue.take(never)).toMatchObject({ key: 'b', cause: event(2) });
});

test('a key never has two workers: additions meanwhile follow after done', async () => {
  const queue = new ClockWorkQueue(new ManualClock(0));
  queue.add('a', event(1));
  const first = await queue.take(never);
  queue.add('a', event(2));
  queue.add('a', event(3));
  expect(queue.depth().ready).toBe(0);
  first.done();
  expect(await queue.take(never)).toMatchObject({ key: 'a', cause: { ...event(3), also: [2] } });
});

test('the earlier of two deadlines wins, and the timer becomes the cause', async () => {
  const clock = new ManualClock(0);
  const queue = new ClockWorkQueue(clock);
  queue.addAfter('a', 500, { name: 'late' }, event(1));
  queue.addAfter('a', 100, { name: 'early' }, event(2));
  queue.addAfter('a', 300, { name: 'middle' }, event(3));
  expect(clock.pending()).toEqual([{ at: 100, timer: { name: 'early' } }]);
  clock.advanceTo(100);
  expect(await queue.take(never)).toMatchObject({ key: 'a', cause: { trigger: 'timer', name: 'early', revision: 2, also: [3, 1] } });
});

test('back-off doubles from 5 ms to 1,000 s, ends with forget, and preserves the cause', async () => {
  const clock = new ManualClock(0);
  const queue = new ClockWorkQueue(clock);
  const delays: number[] = [];
  for (let failure = 0; failure < 20; failure++) {
    queue.addRateLimited('a', event(7));
    delays.push((clock.nextDeadline().at as number) - clock.now());
    clock.advanceTo(clock.nextDeadline().at as number);
    const taken = await queue.take(never);
    expect(taken.cause).toEqual(event(7));
    taken.done();
  }
  expect(delays.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(delays.at(-2)).toBe(1_000_000);
  queue.forget('a');
  queue.addRateLimited('a', event(7));
  expect((clock.nextDeadline().at as number) - clock.now()).toBe(5);
});

test("a controller's own back-off doubles from its first to its longest delay", async () => {
  const clock = new ManualClock(0);
  const queue = new ClockWorkQueue(clock, { backOff: { firstMs: 1_000, maxMs: 3_000 } });
  const delays: number[] = [];
  for (let failure = 0; failure < 3; failure++) {
    queue.addRateLimited('a', event(7));
    delays.push((clock.nextDeadline().at as number) - clock.now());
    clock.advanceTo(clock.nextDeadline().at as number);
    (await queue.take(never)).done();
  }
  expect(delays).toEqual([1_000, 2_000, 3_000]);
});

test('a stop releases waiting workers', async () => {
  const queue = new ClockWorkQueue(new ManualClock(0));
  const stop = new StopSource();
  const waiting = queue.take(stop);
  stop.stop();
  await expect(waiting).rejects.toThrow(StoppedError);
  queue.add('a', event(1));
  expect(await queue.take(never)).toMatchObject({ key: 'a' });
});

test('keys leave in the order of their first addition, also those added while others are taken', async () => {
  const queue = new ClockWorkQueue(new ManualClock(0));
  const taken: string[] = [];
  const take = async () => {
    const { key, done } = await queue.take(never);
    taken.push(key);
    done();
  };
  for (const key of ['a', 'b']) queue.add(key, event(1));
  await take();
  for (const key of ['a', 'c', 'b']) queue.add(key, event(2));
  for (let rest = 0; rest < 3; rest++) await take();
  expect(queue.depth().ready).toBe(0);
  queue.add('d', event(3));
  await take();
  expect(taken).toEqual(['a', 'b', 'a', 'c', 'd']);
});

test('keys of the highest rank are taken first, in the order of their addition', async () => {
  const queue = new ClockWorkQueue(new ManualClock(0), { rankOf: (key) => Number(key.split(':')[1]) });
  for (const key of ['a:0', 'b:100', 'c:0', 'd:100', 'e:-5', 'b:100']) queue.add(key, event(1));
  const taken: string[] = [];
  const next = async () => {
    const { key, done } = await queue.take(never);
    taken.push(key);
    done();
  };
  await next();
  queue.add('b:100', event(2));
  queue.add('f:0', event(2));
  while (queue.depth().ready > 0) await next();
  expect(taken).toEqual(['b:100', 'd:100', 'b:100', 'a:0', 'c:0', 'f:0', 'e:-5']);
});
