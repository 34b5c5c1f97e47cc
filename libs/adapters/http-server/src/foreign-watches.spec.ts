import { CountingActivity, type HostTimer } from '@klockwork/kernel';
import { beforeEach, expect, test } from 'vitest';
import { ForeignWatches } from './foreign-watches.ts';

/** Host with manual time. */
class HandHost implements HostTimer {
  time = 1_000;
  timers: { due: number; fire: () => void }[] = [];

  now(): number {
    return this.time;
  }

  set(delayMs: number, fire: () => void): () => void {
    const timer = { due: this.time + delayMs, fire };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  pass(ms: number): void {
    this.time += ms;
    const due = this.timers.filter((timer) => timer.due <= this.time);
    this.timers = this.timers.filter((timer) => timer.due > this.time);
    for (const { fire } of due) fire();
  }
}

let host: HandHost;
let activity: CountingActivity;
beforeEach(() => {
  host = new HandHost();
  activity = new CountingActivity((then) => then());
});

const watches = (settleMs = 60) => new ForeignWatches({ activity, host, settleMs });
const state = () => ({ holds: activity.state().holds, timers: host.timers.length });

test.each([
  ['kubectl/v1.35.2 (linux/amd64) kubernetes/abc', false],
  ['kubectl-1.35/v1.35.2 (linux/amd64) kubernetes/abc', false],
  ['kubectl.exe/v1.35.2 (windows/amd64) kubernetes/abc', false],
  ['klockwork-cli', false],
  ['klockwork', false],
  ['kubectless/v1', true],
  ['argocd/v2 kubectl', true],
  ['', true],
  [undefined, true],
])('a watch by %j is foreign: %j', (userAgent, foreign) => {
  expect(watches().isForeign(userAgent, {})).toBe(foreign);
});

test('a client that wrote on its connection is foreign under any name', () => {
  const [foreign, connection] = [watches(), {}];
  foreign.wrote(connection);
  expect([foreign.isForeign('kubectl/v1.35.2', connection), foreign.isForeign('kubectl/v1.35.2', {})]).toEqual([true, false]);
});

test('lab time waits for exactly the settle time after an event', () => {
  const foreign = watches();
  foreign.sent();
  expect([state(), foreign.settling]).toEqual([{ holds: 1, timers: 1 }, true]);
  host.pass(59);
  expect([state(), foreign.settling]).toEqual([{ holds: 1, timers: 1 }, true]);
  host.pass(1);
  expect([state(), foreign.settling]).toEqual([{ holds: 0, timers: 0 }, false]);
});

test('each event restarts the wait, with a single hold and timer', () => {
  const foreign = watches();
  for (let event = 0; event < 5; event++) {
    foreign.sent();
    foreign.sent();
    expect(state()).toEqual({ holds: 1, timers: 1 });
    host.pass(40);
  }
  expect(state()).toEqual({ holds: 1, timers: 1 });
  host.pass(20);
  expect(state()).toEqual({ holds: 0, timers: 0 });
  foreign.sent();
  expect(state()).toEqual({ holds: 1, timers: 1 });
});

test('a new connection during a wait prolongs the wait, at most four times', () => {
  const foreign = watches();
  foreign.approached();
  expect(state()).toEqual({ holds: 0, timers: 0 });
  foreign.sent();
  for (let approach = 0; approach < 4; approach++) {
    host.pass(50);
    foreign.approached();
    expect(state()).toEqual({ holds: 1, timers: 1 });
  }
  host.pass(50);
  foreign.approached();
  host.pass(10);
  expect(state()).toEqual({ holds: 0, timers: 0 });
});

test('a settle time of 0 disables waiting', () => {
  watches(0).sent();
  expect(state()).toEqual({ holds: 0, timers: 0 });
});

test('lab time waits for the answer of a client to its timer, and then for its reaction', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const foreign = watches();
  foreign.asked(undefined);
  expect(state()).toEqual({ holds: 0, timers: 0 });
  foreign.asked(promise);
  host.pass(1_999);
  expect(state()).toEqual({ holds: 1, timers: 1 });
  resolve();
  await promise;
  expect([state(), foreign.settling]).toEqual([{ holds: 1, timers: 1 }, true]);
  host.pass(60);
  expect(state()).toEqual({ holds: 0, timers: 0 });
});

test('lab time goes on after two seconds without an answer to a timer', () => {
  watches().asked(new Promise(() => {}));
  host.pass(1_999);
  expect(state()).toEqual({ holds: 1, timers: 1 });
  host.pass(1);
  expect(state()).toEqual({ holds: 0, timers: 0 });
});
