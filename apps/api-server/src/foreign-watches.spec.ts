import { CountingActivity, type HostTimer } from '@klockwork/kernel';
import { beforeEach, expect, it } from 'vitest';
import { ForeignWatches } from './foreign-watches.ts';

/** A host whose time is moved by hand. */
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

it.each([
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

it('whoever has written over its connection is foreign, whatever it calls itself', () => {
  const [foreign, connection] = [watches(), {}];
  foreign.wrote(connection);
  expect([foreign.isForeign('kubectl/v1.35.2', connection), foreign.isForeign('kubectl/v1.35.2', {})]).toEqual([true, false]);
});

it('time waits for the window after an event, and not longer', () => {
  const foreign = watches();
  foreign.told();
  expect([state(), foreign.settling]).toEqual([{ holds: 1, timers: 1 }, true]);
  host.pass(59);
  expect([state(), foreign.settling]).toEqual([{ holds: 1, timers: 1 }, true]);
  host.pass(1);
  expect([state(), foreign.settling]).toEqual([{ holds: 0, timers: 0 }, false]);
});

it('each event begins the window anew, with one hold and one timer for all', () => {
  const foreign = watches();
  for (let event = 0; event < 5; event++) {
    foreign.told();
    foreign.told();
    expect(state()).toEqual({ holds: 1, timers: 1 });
    host.pass(40);
  }
  expect(state()).toEqual({ holds: 1, timers: 1 });
  host.pass(20);
  expect(state()).toEqual({ holds: 0, timers: 0 });
  foreign.told();
  expect(state()).toEqual({ holds: 1, timers: 1 });
});

it('a connection that is opened while time waits may be the reaction: time waits anew, but not for ever', () => {
  const foreign = watches();
  foreign.approached();
  expect(state()).toEqual({ holds: 0, timers: 0 });
  foreign.told();
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

it('without a window nobody is waited for', () => {
  watches(0).told();
  expect(state()).toEqual({ holds: 0, timers: 0 });
});
