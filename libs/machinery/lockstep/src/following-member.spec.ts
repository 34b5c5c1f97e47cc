import { type Body, subjectsOf } from '@klockwork/bus';
import { type LogFields, ManualHost, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import { expect, it } from 'vitest';
import { createClockMember } from './following-member.ts';
import type { ClockMemberOptions } from './member.ts';
import { SimulatedClock } from './testing/simulated-clock.ts';
import { SimulatedNetwork } from './testing/simulated-network.ts';
import { SimulatedProcess } from './testing/simulated-process.ts';

const subjects = subjectsOf('lab').clock;
const ME = subjects.to('s1');
const LOCKSTEP = { mode: 'lockstep', labAt: 5_000 } as const;

/** One member, and a test that plays its coordinator. */
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

it('joins again and again until it is welcome, then follows the lab’s time and reports its rest', async () => {
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

it('says how far the log had come, so that lab time cannot begin before', async () => {
  const { host, created, heard } = member({ notBefore: 7_000, heads: () => ({}) });
  void created.start();
  await host.run(1);
  expect(heard).toEqual([{ ...JOIN, now: 7_000, stamps: true }]);
});

it('takes no notice of the clock until it is welcome', async () => {
  const { created, say, clock } = member();
  void created.start();
  expect(await say({ type: 'jump', by: 'c', at: 9_000 }, ME)).toEqual([JOIN]);
  expect(clock.now()).toBe(1_000);
});

it('reports after a jump only when something was due, with what has fired', async () => {
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

it('answers a confirm at once, says when it works, and catches up with a jump that it missed', async () => {
  const { start, say, activity } = member();
  await start();
  const confirm = { type: 'confirm', by: 'c', round: 3, at: 5_000 };
  expect(await say(confirm)).toEqual([{ type: 'answer', from: 's1', round: 3, resting: true, ...rest }]);
  activity.hold('io');
  expect(await say({ ...confirm, at: 5_200 })).toEqual([
    { type: 'answer', from: 's1', round: 3, resting: false, ...rest, epoch: 2, now: 5_200 },
  ]);
});

it('who is just coming to rest answers once it has, and the answer is its report', async () => {
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

it('a reader that learns of newer heads holds before the answer is given', async () => {
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

it('who writes the log tells its heads, when they are new', async () => {
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

it.each([
  ['a question', { type: 'confirm', by: 'c', round: 2, at: 5_100, out: ['other', 's1'] }, subjects.tick],
  ['a word to itself', { type: 'ping', by: 'c', out: true }, ME],
])('stops when %s says that it was left out, and fires what is overdue once, at the present time', async (_, word, subject) => {
  const { start, say, clock } = member();
  await start();
  const fired: number[] = [];
  for (const at of [5_100, 5_900]) clock.at(at, { name: 'probe' }, () => fired.push(clock.now()));
  expect(await say(word, subject)).toEqual([{ ...JOIN, now: 5_000 }]);
  expect(await say({ type: 'jump', by: 'c', at: 5_900 }, ME)).toEqual([]);
  expect([fired, clock.now()]).toEqual([[], 5_000]);
  await say({ type: 'welcome', by: 'c', setting: { mode: 'lockstep', labAt: 7_000 } }, ME);
  expect(fired).toEqual([7_000, 7_000]);
});

it('joins another coordinator as soon as it hears of it', async () => {
  const { start, say } = member();
  await start();
  expect(await say({ type: 'hello', by: 'd' })).toEqual([{ ...JOIN, now: 5_000 }]);
});

/** Somebody outside who tells when it is let in. */
function outsider({ activity, clock }: ReturnType<typeof member>) {
  const admitted: string[] = [];
  const come = (who: string) =>
    void activity.admit('http', new StopSource()).then((done) => {
      admitted.push(`${who} at ${clock.now()}`);
      done();
    });
  return { admitted, come };
}

const KNOCK = { type: 'knock', from: 's1' };
const admit = (admits: number, at: number) => ({ type: 'admit', by: 'c', at, admits });

it('in lockstep who comes from outside waits; one knock for all, who come in when the coordinator says so, and the gate closes behind them', async () => {
  const lab = member();
  const { admitted, come } = outsider(lab);
  come('before');
  await lab.start();
  for (const who of ['first', 'second']) come(who);
  await lab.host.run(50);
  expect([admitted, lab.heard.splice(0)]).toEqual([['before at 1000'], [KNOCK]]);
  const report = { type: 'report', from: 's1', ...rest, admits: 1, epoch: 4, now: 6_000 };
  expect(await lab.say(admit(1, 6_000), ME)).toEqual([report]);
  expect(admitted.slice(1)).toEqual(['first at 6000', 'second at 6000']);
  come('third');
  await lab.host.run(5);
  expect([admitted.length, lab.heard]).toEqual([3, [KNOCK]]);
  await lab.say({ type: 'follow', by: 'c', setting: { mode: 'scaled', hostAt: 0, labAt: 6_000, rate: 0 } });
  expect(admitted.slice(3)).toEqual(['third at 6000']);
});

it('reports that it let in who waited also when nobody waits any longer', async () => {
  const { start, say } = member();
  await start();
  expect(await say(admit(1, 5_000), ME)).toEqual([{ type: 'report', from: 's1', ...rest, admits: 1 }]);
});

it('knocks again, and opens its gate when nobody answers for a second, until the clock is heard of again', async () => {
  const warnings: string[] = [];
  const lab = member({ logger: { ...silentLogger, warn: (_, message) => warnings.push(message) } });
  const { admitted, come } = outsider(lab);
  await lab.start();
  come('first');
  await lab.host.run(950);
  expect([admitted, lab.heard.splice(0)]).toEqual([[], Array(10).fill(KNOCK)]);
  await lab.host.run(50);
  come('second');
  await lab.host.run(5);
  expect(admitted).toEqual(['first at 5000', 'second at 5000']);
  expect(warnings).toEqual(['nobody answers for the clock: letting in what waits']);
  await lab.say({ type: 'confirm', by: 'c', round: 1, at: 5_000 });
  come('third');
  await lab.host.run(5);
  expect([admitted.length, lab.heard]).toEqual([2, [KNOCK]]);
});

it('a ping is answered with what it holds and its nearest timers', async () => {
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

it('messages that are none of the clock’s are noted once', async () => {
  const warnings: [LogFields, string][] = [];
  const { start, say } = member({ logger: { ...silentLogger, warn: (fields, message) => warnings.push([fields, message]) } });
  await start();
  for (const odd of ['confirm', { type: 'confirm', by: 'c' }, null]) expect(await say(odd)).toEqual([]);
  expect(warnings).toEqual([[{ process: 'scheduler' }, 'a message on the subjects of the clock is none of its own']]);
});

it('leaves', async () => {
  const { start, created, host, heard, say } = member();
  await start();
  created.leave();
  await host.run(5);
  expect(heard.splice(0)).toEqual([{ type: 'leave', from: 's1' }]);
  expect(await say({ type: 'hello', by: 'd' })).toEqual([]);
});
