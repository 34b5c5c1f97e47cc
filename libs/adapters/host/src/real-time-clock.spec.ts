import { CountingActivity, type HostTimer, StopSource } from '@klockwork/kernel';
import { beforeEach, expect, test } from 'vitest';
import { HOST_DELAY_MS_MAX, nodeTimer } from './node-timer.ts';
import { RealTimeClock } from './real-time-clock.ts';

/** Host with manual time and a record of all timers. */
class TestHost implements HostTimer {
  time = 1_000_000;
  readonly delays: number[] = [];
  #pending: { due: number; fire: () => void } | undefined;

  now(): number {
    return this.time;
  }

  set(delayMs: number, fire: () => void): () => void {
    expect(this.#pending, 'one host timer at most').toBeUndefined();
    this.delays.push(delayMs);
    const pending = { due: this.time + Math.min(Math.ceil(Math.max(0, delayMs)), HOST_DELAY_MS_MAX), fire };
    this.#pending = pending;
    return () => {
      if (this.#pending === pending) this.#pending = undefined;
    };
  }

  get pending(): boolean {
    return this.#pending !== undefined;
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (let next = this.#pending; next !== undefined && next.due <= end; next = this.#pending) {
      this.time = Math.max(this.time, next.due);
      this.#pending = undefined;
      next.fire();
    }
    this.time = end;
  }
}

let host: TestHost;
let activity: CountingActivity;
let fired: string[];

beforeEach(() => {
  host = new TestHost();
  activity = new CountingActivity((then) => then());
  fired = [];
});

function clockAt(rate: number, labAt = 0): RealTimeClock {
  return new RealTimeClock({ activity, host, setting: { type: 'scaled', hostAt: host.time, labAt, rate } });
}

const note = (clock: RealTimeClock, text: string) => () => fired.push(`${text}@${clock.now()}`);

test('a clock runs with the host by default', () => {
  const clock = new RealTimeClock({ activity, host });
  host.pass(1500);
  expect(clock.now()).toBe(1_001_500);
});

test('lab time is host time multiplied by the rate, rounded down', () => {
  const clock = clockAt(1 / 3);
  host.pass(100);
  expect(clock.now()).toBe(33);
});

test('timers fire at their deadlines, in order of deadline and setting', () => {
  const clock = clockAt(60);
  for (const [text, at] of [
    ['c', 6000],
    ['a', 60],
    ['b', 6000],
    ['past', -5],
  ] as const)
    clock.at(at, { name: text }, note(clock, text));
  host.pass(0);
  expect(fired).toEqual(['past@0']);
  host.pass(1);
  expect(fired).toEqual(['past@0', 'a@60']);
  host.pass(99);
  expect(fired).toEqual(['past@0', 'a@60', 'c@6000', 'b@6000']);
  expect(host.pending).toBe(false);
});

test('a late batch runs as if on time, and then time is the present', () => {
  const clock = clockAt(1);
  for (const at of [10, 20, 20, 30]) clock.at(at, { name: 'x' }, note(clock, 'x'));
  host.time += 500;
  host.pass(0);
  expect(fired).toEqual(['x@10', 'x@20', 'x@20', 'x@30']);
  expect(clock.now()).toBe(500);
});

test('a due timer set by a timer fires in the same batch', () => {
  const clock = clockAt(1);
  clock.at(10, { name: 'first' }, () => {
    note(clock, 'first')();
    clock.after(5, { name: 'second' }, note(clock, 'second'));
    clock.after(50, { name: 'third' }, note(clock, 'third'));
  });
  host.time += 20;
  host.pass(0);
  expect(fired).toEqual(['first@10', 'second@15']);
  host.pass(40);
  expect(fired).toEqual(['first@10', 'second@15', 'third@60']);
});

test('a cancelled timer does not fire', () => {
  const clock = clockAt(1);
  const cancel = clock.after(10, { name: 'x' }, note(clock, 'x'));
  cancel();
  clock.after(20, { name: 'y' }, note(clock, 'y'));
  host.pass(30);
  expect(fired).toEqual(['y@20']);
});

test('timers fire under a hold', () => {
  const clock = clockAt(1);
  let reasons: unknown;
  clock.after(5, { name: 'x' }, () => {
    reasons = new Map(activity.state().reasons);
  });
  expect(activity.state().idle).toBe(true);
  host.pass(5);
  expect([reasons, activity.state().idle]).toEqual([new Map([['timers', 1]]), true]);
});

test('a throwing timer ends neither the hold nor other timers', () => {
  const clock = clockAt(1);
  clock.after(5, { name: 'bad' }, () => {
    throw new Error('bug');
  });
  clock.after(6, { name: 'good' }, note(clock, 'good'));
  expect(() => host.pass(5)).toThrow('bug');
  host.pass(5);
  expect([fired, activity.state().idle]).toEqual([['good@6'], true]);
});

test("a deadline beyond the host timer's limit is awaited in steps", () => {
  const clock = clockAt(1);
  const year = 365 * 24 * 3600 * 1000;
  clock.after(year, { name: 'certificate' }, note(clock, 'certificate'));
  host.pass(year - 1);
  expect(fired).toEqual([]);
  host.pass(1);
  expect([fired, host.delays.length]).toEqual([[`certificate@${year}`], 15]);
});

test('at rate 0 time stands still without a host timer, and due timers still fire', () => {
  const clock = clockAt(0, 700);
  clock.after(1, { name: 'later' }, note(clock, 'later'));
  expect(host.pending).toBe(false);
  clock.after(0, { name: 'now' }, note(clock, 'now'));
  host.pass(10_000);
  expect([fired, clock.now(), host.pending]).toEqual([['now@700'], 700, false]);
});

test('a new rate applies to pending timers, and time never moves backwards', () => {
  const clock = clockAt(1);
  clock.at(1000, { name: 'x' }, note(clock, 'x'));
  host.pass(100);
  clock.follow({ type: 'scaled', hostAt: host.time, labAt: 40, rate: 10 });
  expect(clock.now()).toBe(100);
  host.pass(96);
  expect([fired, clock.now()]).toEqual([['x@1000'], 1000]);
});

test('in lockstep only advanceTo moves time, without a host timer', () => {
  const clock = clockAt(1);
  clock.at(1000, { name: 'x' }, note(clock, 'x'));
  clock.follow({ type: 'lockstep', labAt: 50 });
  clock.at(60, { name: 'y' }, note(clock, 'y'));
  expect(host.pending).toBe(false);
  host.pass(10_000);
  expect([clock.now(), clock.nextDeadline()]).toEqual([50, { at: 60, work: 60 }]);
  clock.advanceTo(60);
  expect([fired, clock.now(), host.pending]).toEqual([['y@60'], 60, false]);
  clock.follow({ type: 'scaled', hostAt: host.time, labAt: 60, rate: 1 });
  host.pass(940);
  expect(fired).toEqual(['y@60', 'x@1000']);
});

test('a scaled clock stops at its final instant, after firing all timers due by then', () => {
  const clock = clockAt(1);
  for (const at of [90, 100, 101]) clock.at(at, { name: 'x' }, note(clock, 'x'));
  clock.follow({ type: 'scaled', hostAt: host.time, labAt: 0, rate: 10, until: 100 });
  host.pass(1_000);
  expect([fired, clock.now(), host.pending]).toEqual([['x@90', 'x@100'], 100, false]);
});

test('time from an envelope moves the clock forward, and due timers fire in the next turn', () => {
  const clock = clockAt(1);
  clock.at(100, { name: 'x' }, note(clock, 'x'));
  clock.observe(150);
  expect([clock.now(), fired]).toEqual([150, []]);
  host.pass(0);
  expect(fired).toEqual(['x@150']);
});

test('a host clock set back does not move lab time backwards', () => {
  const clock = clockAt(1);
  host.pass(500);
  expect(clock.now()).toBe(500);
  host.time -= 300;
  expect(clock.now()).toBe(500);
});

test('many timers at different instants fire after a long delay', () => {
  const clock = clockAt(1);
  for (let at = 1; at <= 12_000; at++) clock.at(at, { name: 'x' }, () => fired.push('x'));
  host.time += 20_000;
  clock.now();
  host.pass(0);
  expect(fired).toHaveLength(12_000);
});

test('sleep ends on the host’s own timers', async () => {
  const clock = new RealTimeClock({ activity, host: nodeTimer });
  const before = clock.now();
  await clock.sleep(20, { name: 'x' }, new StopSource());
  expect(clock.now() - before).toBeGreaterThanOrEqual(20);
});

test('cancelling the last timer removes the host timer, so a stopped process can exit', () => {
  const clock = clockAt(1);
  const cancelFirst = clock.after(10_000, { name: 'first' }, note(clock, 'first'));
  const cancelSecond = clock.after(20_000, { name: 'second' }, note(clock, 'second'));
  cancelFirst();
  expect(host.pending).toBe(true);
  cancelSecond();
  expect(host.pending).toBe(false);
  clock.after(5_000, { name: 'third' }, note(clock, 'third'));
  host.pass(5_000);
  expect(fired).toEqual(['third@5000']);
});
