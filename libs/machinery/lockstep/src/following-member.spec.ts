import { type Body, subjectsOf } from '@klockwork/bus';
import { type LogFields, ManualHost, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { createClockMember } from './following-member.ts';
import type { ClockMemberOptions } from './member.ts';
import { SimulatedClock } from './testing/simulated-clock.ts';
import { SimulatedNetwork } from './testing/simulated-network.ts';
import { SimulatedProcess } from './testing/simulated-process.ts';

const subjects = subjectsOf('lab').clock;
const ME = subjects.to('s1');
const LOCKSTEP = { type: 'lockstep', labAt: 5_000 } as const;

/** Creates one member; the test plays its coordinator. */
function member(options: Partial<ClockMemberOptions> = {}) {
  const host = new ManualHost();
  const network = new SimulatedNetwork({ host, random: new SeededRandom(1), servers: 1, delayMsMax: 0, routeMsMax: 0, loss: 0 });
  const process = new SimulatedProcess('scheduler', host);
  const clock = new SimulatedClock(process, 1_000);
  const channel = network.connect(process);
  const coordinator = network.connect(new SimulatedProcess('clock', host));
  const heard: Body[] = [];
  coordinator.subscribe(subjects.report, (body) => heard.push(body));
  const { activity } = process;
  const created = createClockMember({
    ...{ name: 'scheduler', incarnation: 's1', channel, subjects, clock, activity, host: process, logger: silentLogger, sent: () => 7 },
    ...options,
  });
  const say = async (body: Body, subject = subjects.tick) => {
    coordinator.publish(subject, body);
    await host.run(5);
    return heard.splice(0);
  };
  const start = async () => {
    void created.start();
    await host.run(5);
    heard.length = 0;
    return say({ type: 'welcome', by: 'c', setting: LOCKSTEP }, ME);
  };
  return { host, clock, activity, created, heard, say, start, coordinator };
}

const rest = { epoch: 1, sent: 7, admits: 0, next: null, work: null, now: 5_000 };
const JOIN = { type: 'join', from: 's1', name: 'scheduler' };

test('a member repeats its join until welcome, then follows lab time and reports idle', async () => {
  const { host, created, heard, say, clock } = member();
  let welcome = false;
  void created.start().then(() => {
    welcome = true;
  });
  await host.run(450);
  expect([heard.splice(0), welcome]).toEqual([[JOIN, JOIN, JOIN], false]);
  expect(await say({ type: 'welcome', by: 'c', setting: LOCKSTEP }, ME)).toEqual([{ type: 'report', from: 's1', ...rest }]);
  expect([welcome, clock.now()]).toEqual([true, 5_000]);
});

test('a joining member reports the end of the log as lower bound of lab time', async () => {
  const { host, created, heard } = member({ notBefore: 7_000, heads: () => ({}) });
  void created.start();
  await host.run(1);
  expect(heard).toEqual([{ ...JOIN, now: 7_000, stamps: true }]);
});

test('a member ignores the clock before its welcome', async () => {
  const { created, say, clock } = member();
  void created.start();
  expect(await say({ type: 'jump', by: 'c', at: 9_000 }, ME)).toEqual([JOIN]);
  expect(clock.now()).toBe(1_000);
});

test('a member reports after a jump only if a timer was due, with the fired timers', async () => {
  const { start, say, clock } = member();
  await start();
  clock.at(6_000, { name: 'back-off' }, () => clock.at(6_000, { name: 'at once' }, () => {}));
  clock.at(8_000, { name: 'lease', upkeep: true }, () => {});
  expect(await say({ type: 'jump', by: 'c', at: 5_500 }, ME)).toEqual([]);
  expect(clock.now()).toBe(5_500);
  const fired = { 'back-off': 1, 'at once': 1 };
  expect(await say({ type: 'jump', by: 'c', at: 6_000 }, ME)).toEqual([
    { type: 'report', from: 's1', ...rest, epoch: 2, next: 8_000, now: 6_000, fired },
  ]);
});

test('a member answers a confirm at once, reports open work, and catches up after a missed jump', async () => {
  const { start, say, activity } = member();
  await start();
  const confirm = { type: 'confirm', by: 'c', round: 3, at: 5_000 };
  expect(await say(confirm)).toEqual([{ type: 'answer', from: 's1', round: 3, resting: true, ...rest }]);
  activity.hold('io');
  expect(await say({ ...confirm, at: 5_200 })).toEqual([
    { type: 'answer', from: 's1', round: 3, resting: false, ...rest, epoch: 2, now: 5_200 },
  ]);
});

test('a settling member answers after it settled, and its answer is its report', async () => {
  const { start, say, activity, clock } = member();
  await start();
  clock.at(5_100, { name: 'back-off' }, () => {});
  activity.hold('io')();
  const answer = { type: 'answer', from: 's1', round: 4, resting: true, ...rest, epoch: 3, now: 5_100, fired: { 'back-off': 1 } };
  expect(await say({ type: 'confirm', by: 'c', round: 4, at: 5_100 })).toEqual([
    { type: 'report', from: 's1', ...rest, epoch: 2, next: 5_100, work: 5_100 },
    answer,
  ]);
});

test('a reader behind the heads of a question takes a hold before the answer', async () => {
  const seen: unknown[] = [];
  const lab = member({
    onHeads: (heads) => {
      seen.push(heads);
      lab.activity.hold('informer');
    },
  });
  await lab.start();
  const answers = await lab.say({ type: 'confirm', by: 'c', round: 1, at: 5_000, heads: { pods: 8 } });
  expect([seen, answers]).toEqual([[{ pods: 8 }], [{ type: 'answer', from: 's1', round: 1, resting: false, ...rest, epoch: 2 }]]);
});

test('the writer of the log reports new heads', async () => {
  let pods = 7;
  const { start, activity, host, heard } = member({ heads: () => ({ pods, nodes: 3 }) });
  expect(await start()).toEqual([{ type: 'report', from: 's1', ...rest, heads: { pods: 7, nodes: 3 } }]);
  activity.hold('read')();
  await host.run(1);
  pods = 8;
  activity.hold('write')();
  await host.run(1);
  expect(heard).toEqual([
    { type: 'report', from: 's1', ...rest, epoch: 2 },
    { type: 'report', from: 's1', ...rest, epoch: 3, heads: { pods: 8, nodes: 3 } },
  ]);
});

test.each([
  ['a question', { type: 'confirm', by: 'c', round: 2, at: 5_100, out: ['other', 's1'] }, subjects.tick],
  ['a word to itself', { type: 'ping', by: 'c', out: true }, ME],
])('a member that %s reports as fenced out stops, and fires overdue timers once, at the present time', async (_, word, subject) => {
  const { start, say, clock } = member();
  await start();
  const fired: number[] = [];
  for (const at of [5_100, 5_900]) clock.at(at, { name: 'probe' }, () => fired.push(clock.now()));
  expect(await say(word, subject)).toEqual([{ ...JOIN, now: 5_000 }]);
  expect(await say({ type: 'jump', by: 'c', at: 5_900 }, ME)).toEqual([]);
  expect([fired, clock.now()]).toEqual([[], 5_000]);
  await say({ type: 'welcome', by: 'c', setting: { type: 'lockstep', labAt: 7_000 } }, ME);
  expect(fired).toEqual([7_000, 7_000]);
});

test('a member joins a new coordinator at its first message', async () => {
  const { start, say } = member();
  await start();
  expect(await say({ type: 'hello', by: 'd' })).toEqual([{ ...JOIN, now: 5_000 }]);
});

/** Creates outside work that records its admission. */
function outsider({ activity, clock }: ReturnType<typeof member>) {
  const admitted: string[] = [];
  const come = (who: string) =>
    void activity.admit('http', new StopSource()).then((done) => {
      admitted.push(`${who} at ${clock.now()}`);
      done();
    });
  return { admitted, come };
}

const GATE_REQUEST = { type: 'gate-request', from: 's1' };
const admit = (admits: number, at: number) => ({ type: 'admit', by: 'c', at, admits });

test('outside work waits in lockstep: one gate request for all, admission by the coordinator, then a closed gate', async () => {
  const lab = member();
  const { admitted, come } = outsider(lab);
  come('before');
  await lab.start();
  for (const who of ['first', 'second']) come(who);
  await lab.host.run(50);
  expect([admitted, lab.heard.splice(0)]).toEqual([['before at 1000'], [GATE_REQUEST]]);
  const report = { type: 'report', from: 's1', ...rest, admits: 1, epoch: 4, now: 6_000 };
  expect(await lab.say(admit(1, 6_000), ME)).toEqual([report]);
  expect(admitted.slice(1)).toEqual(['first at 6000', 'second at 6000']);
  come('third');
  await lab.host.run(5);
  expect([admitted.length, lab.heard]).toEqual([3, [GATE_REQUEST]]);
  await lab.say({ type: 'follow', by: 'c', setting: { type: 'scaled', hostAt: 0, labAt: 6_000, rate: 0 } });
  expect(admitted.slice(3)).toEqual(['third at 6000']);
});

test('a member reports an admission even if no work waits any more', async () => {
  const { start, say } = member();
  await start();
  expect(await say(admit(1, 5_000), ME)).toEqual([{ type: 'report', from: 's1', ...rest, admits: 1 }]);
});

test('a member repeats its gate request, opens its gate after a second without answer, and closes it at the next clock message', async () => {
  const warnings: string[] = [];
  const lab = member({ logger: { ...silentLogger, warn: (_, message) => warnings.push(message) } });
  const { admitted, come } = outsider(lab);
  await lab.start();
  come('first');
  await lab.host.run(950);
  expect([admitted, lab.heard.splice(0)]).toEqual([[], Array(10).fill(GATE_REQUEST)]);
  await lab.host.run(50);
  come('second');
  await lab.host.run(5);
  expect(admitted).toEqual(['first at 5000', 'second at 5000']);
  expect(warnings).toEqual(['nobody answers for the clock: letting in what waits']);
  await lab.say({ type: 'confirm', by: 'c', round: 1, at: 5_000 });
  come('third');
  await lab.host.run(5);
  expect([admitted.length, lab.heard]).toEqual([2, [GATE_REQUEST]]);
});

test('a ping is answered with holds and nearest timers', async () => {
  const { start, coordinator, clock, activity, host } = member();
  await start();
  clock.at(6_000, { name: 'probe', upkeep: true, object: 'pods/default/web' }, () => {});
  activity.hold('exec');
  let answer: unknown;
  void coordinator.ask(subjects.to('s1'), { type: 'ping', by: 'c', at: 5_000, timers: 3 }, 100).then((got) => {
    answer = got;
  });
  await host.run(5);
  const timers = [{ at: 6_000, name: 'probe', upkeep: true, object: 'pods/default/web' }];
  expect(answer).toEqual({ body: { type: 'state', ...rest, epoch: 2, next: 6_000, resting: false, holds: { exec: 1 }, timers } });
});

test('an invalid clock message is logged once', async () => {
  const warnings: [LogFields, string][] = [];
  const { start, say } = member({ logger: { ...silentLogger, warn: (fields, message) => warnings.push([fields, message]) } });
  await start();
  for (const odd of ['confirm', { type: 'confirm', by: 'c' }, null]) expect(await say(odd)).toEqual([]);
  expect(warnings).toEqual([[{ process: 'scheduler' }, 'a message on the subjects of the clock is none of its own']]);
});

test('a leaving member sends leave', async () => {
  const { start, created, host, heard, say } = member();
  await start();
  created.leave();
  await host.run(5);
  expect(heard.splice(0)).toEqual([{ type: 'leave', from: 's1' }]);
  expect(await say({ type: 'hello', by: 'd' })).toEqual([]);
});
