import { expect, test } from 'vitest';
import { LAB_START, type SimulatedMember } from './testing/index.ts';
import { end, quietLab } from './testing/quiet-lab.ts';

test('timers of all processes fire in order of their deadlines, and the last jump lands on the bound', async () => {
  const { lab, a, b, fired, timer, coordinator } = await quietLab();
  for (const atMs of [400, 100]) timer(a, atMs, 'back-off');
  timer(b, 250, 'lease', true);
  timer(b, 9_999, 'later');
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  expect(coordinator.state()).toMatchObject({ mode: 'Advancing', rate: 1 });
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached' });
  expect(advance.progress()).toEqual({
    from: LAB_START,
    to: LAB_START + 1_000,
    now: LAB_START + 1_000,
    jumps: 4,
    fired: { 'back-off': 2, lease: 1 },
    hostMs: expect.any(Number),
    blockedBy: [],
  });
  expect(fired).toEqual(['back-off of p0 at 100', 'lease of p1 at 250', 'back-off of p0 at 400']);
  await lab.host.run(20);
  expect([...lab.times(), coordinator.state().mode]).toEqual([...Array(3).fill(LAB_START + 1_000), 'Paused']);
});

test('an advance without messages needs one wave in all, because the first state is unknown', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab();
  for (let atMs = 100; atMs <= 10_000; atMs += 100) timer(atMs % 200 ? a : b, atMs, 'probe', true);
  const told: Record<string, number> = {};
  for (const { process, connection } of lab.members) {
    const take = connection.take.bind(connection);
    connection.take = (packet) => {
      if ((packet.body as { type: string }).type === 'jump') told[process.name] = (told[process.name] ?? 0) + 1;
      take(packet);
    };
  }
  expect(await end(lab, coordinator.advance({ until: LAB_START + 10_000, stopAt: 'bound' }))).toMatchObject({
    outcome: 'Reached',
    jumps: 100,
  });
  expect([lab.waves, told]).toEqual([1, { p0: 50, p1: 50 }]);
  await lab.host.run(10);
  expect(lab.times()).toEqual(Array(3).fill(LAB_START + 10_000));
});

test('an idle process that serves people knows the time to 25 ms of host time', async () => {
  const { lab, a, b, c, timer, coordinator } = await quietLab({ writer: 'p2' });
  for (let atMs = 100; atMs <= 10_000; atMs += 100) timer(a, atMs, 'probe', true);
  const advance = coordinator.advance({ until: LAB_START + 10_000, stopAt: 'bound', maxRate: 10 });
  await lab.host.run(500);
  const before = advance.progress().now;
  await lab.host.run(30);
  expect([c.clock.now() >= before, b.clock.now()]).toEqual([true, LAB_START]);
  await end(lab, advance);
});

test('a lab without timers reaches the bound in one jump', async () => {
  const { lab, coordinator } = await quietLab();
  expect(await end(lab, coordinator.advance({ until: LAB_START + 86_400_000, stopAt: 'bound' }))).toMatchObject({
    outcome: 'Reached',
    jumps: 1,
  });
});

test('an advance until idle ends when no work timer remains, despite upkeep timers', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab();
  timer(a, 300, 'lease', true);
  timer(b, 500, 'back-off');
  timer(a, 700, 'lease', true);
  expect(await end(lab, coordinator.advance({ until: LAB_START + 60_000, stopAt: 'idle' }))).toMatchObject({
    outcome: 'Idle',
    now: LAB_START + 500,
    fired: { lease: 1, 'back-off': 1 },
  });
});

test('a step skips upkeep, and ends after the next work timer fired and its work ended', async () => {
  const { lab, a, b, c, timer, coordinator, fired } = await quietLab();
  timer(a, 300, 'lease', true);
  b.clock.at(LAB_START + 500, { name: 'back-off' }, () => b.workload.act({ id: 'x', due: LAB_START + 500, depth: 3, from: [] }));
  timer(c, 501, 'next');
  expect(await end(lab, coordinator.advance({ until: LAB_START + 60_000, stopAt: 'step' }))).toMatchObject({
    outcome: 'Stepped',
    now: LAB_START + 500,
  });
  expect(b.workload.doing).toEqual([]);
  expect(await end(lab, coordinator.advance({ until: LAB_START + 60_000, stopAt: 'step' }))).toMatchObject({
    outcome: 'Stepped',
    now: LAB_START + 501,
  });
  expect(fired).toEqual(['lease of p0 at 300', 'next of p2 at 501']);
});

test('an advance ends at the first instant that meets its condition', async () => {
  const { lab, a, timer, coordinator, fired } = await quietLab();
  for (const atMs of [100, 200, 300]) timer(a, atMs, 'back-off');
  const isMet = () => fired.length === 2;
  expect(await end(lab, coordinator.advance({ until: LAB_START + 60_000, stopAt: 'bound', isMet }))).toMatchObject({
    outcome: 'ConditionMet',
    now: LAB_START + 200,
  });
});

test('an advance respects its maximum rate', async () => {
  const { lab, a, timer, coordinator } = await quietLab();
  for (let atMs = 1_000; atMs <= 60_000; atMs += 1_000) timer(a, atMs, 'lease', true);
  const result = await end(lab, coordinator.advance({ until: LAB_START + 60_000, stopAt: 'bound', maxRate: 60 }));
  expect(result).toMatchObject({ outcome: 'Reached', jumps: 60 });
  expect(result?.hostMs).toBeGreaterThanOrEqual(1_000);
  expect(result?.hostMs).toBeLessThan(1_100);
});

test('a running lab stops at one instant, advances, and resumes its rate', async () => {
  const { lab, a, b, timer, coordinator, fired } = await quietLab();
  coordinator.scale(100);
  await lab.host.run(50);
  expect(coordinator.state()).toMatchObject({ mode: 'Running', rate: 100 });
  timer(a, 6_500, 'while it comes to a stand');
  timer(b, 40_000, 'in lockstep');
  const result = await end(lab, coordinator.advance({ until: LAB_START + 3_600_000, stopAt: 'bound' }));
  expect(result).toMatchObject({ outcome: 'Reached', now: LAB_START + 3_600_000 });
  expect(fired).toEqual([expect.stringMatching(/^while it comes to a stand of p0 at 65\d\d$/), 'in lockstep of p1 at 40000']);
  const before = coordinator.state().now;
  await lab.host.run(100);
  expect(coordinator.state()).toMatchObject({ mode: 'Running', now: before + 10_000 });
  for (const now of lab.times()) expect(Math.abs(now - before - 10_000)).toBeLessThanOrEqual(1);
});

test('a stop request ends an advance at the next instant, or at once if it is blocked', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab();
  for (let atMs = 10; atMs <= 10_000; atMs += 10) timer(a, atMs, 'busy');
  const advance = coordinator.advance({ until: LAB_START + 10_000, stopAt: 'bound' });
  await lab.host.run(200);
  advance.stop();
  expect(await end(lab, advance, 30)).toMatchObject({ outcome: 'Stopped' });
  b.process.activity.hold('exec');
  const blocked = coordinator.advance({ until: LAB_START + 20_000, stopAt: 'bound' });
  await lab.host.run(200);
  blocked.stop();
  expect(await end(lab, blocked, 300)).toMatchObject({ outcome: 'Stopped', blockedBy: ['p1 holds: exec'] });
});

test('a new advance, or a new rate, replaces a running advance', async () => {
  const { lab, a, timer, coordinator } = await quietLab();
  for (let atMs = 10; atMs <= 10_000; atMs += 10) timer(a, atMs, 'busy');
  const first = coordinator.advance({ until: LAB_START + 10_000, stopAt: 'bound' });
  await lab.host.run(200);
  const second = coordinator.advance({ until: LAB_START + 9_000, stopAt: 'bound' });
  expect(await end(lab, first)).toMatchObject({ outcome: 'Stopped' });
  await lab.host.run(200);
  coordinator.scale(5);
  expect(await end(lab, second)).toMatchObject({ outcome: 'Stopped' });
  expect(coordinator.state()).toMatchObject({ mode: 'Running', rate: 5 });
});

test('a pause is announced after every process stands still: later work belongs to that instant', async () => {
  const { lab, coordinator } = await quietLab();
  coordinator.scale(3);
  await lab.host.run(50);
  const told: unknown[] = [];
  coordinator.onChange(() => told.push([coordinator.state().mode, lab.times()]));
  coordinator.scale(0);
  const { now, mode } = coordinator.state();
  expect(mode).toBe('Running');
  await lab.host.run(100);
  expect([coordinator.state().mode, told.at(-1)]).toEqual(['Paused', ['Paused', Array(3).fill(now)]]);
});

test('a pause stops all processes at the same instant, which is announced at once', async () => {
  const { lab, coordinator } = await quietLab();
  coordinator.scale(3);
  await lab.host.run(777);
  coordinator.scale(0);
  const { now } = coordinator.state();
  await lab.host.run(100);
  expect([...lab.times(), coordinator.state().now]).toEqual(Array(4).fill(now));
  await end(lab, coordinator.advance({ until: now + 1_000, stopAt: 'bound' }));
  await lab.host.run(20);
  expect([...lab.times(), coordinator.state().now]).toEqual(Array(4).fill(now + 1_000));
});

test('a repeated pause keeps the instant of the first one', async () => {
  const { lab, coordinator } = await quietLab();
  coordinator.scale(1);
  await lab.host.run(777);
  coordinator.scale(0);
  const { now } = coordinator.state();
  await lab.host.run(12);
  coordinator.scale(0);
  expect(coordinator.state().now).toBe(now);
  await lab.host.run(100);
  expect([...lab.times(), coordinator.state().now]).toEqual(Array(4).fill(now));
});

test("an advance requested during a pause begins at the pause's instant", async () => {
  const { lab, coordinator } = await quietLab();
  await lab.host.run(500);
  coordinator.scale(0);
  const { now } = coordinator.state();
  const result = await end(lab, coordinator.advance({ until: now + 1_000, stopAt: 'bound' }));
  expect(result).toMatchObject({ outcome: 'Reached', from: now, now: now + 1_000 });
});

test("a new coordinator takes over the lab's time, also in the middle of an advance", async () => {
  const { lab, a, timer, coordinator } = await quietLab();
  for (let atMs = 1_000; atMs <= 100_000; atMs += 1_000) timer(a, atMs, 'busy');
  coordinator.advance({ until: LAB_START + 100_000, stopAt: 'bound' });
  await lab.host.run(300);
  expect(a.clock.now()).toBeGreaterThan(LAB_START + 1_000);
  const next = lab.startCoordinator(0);
  await lab.host.run(1_000);
  const before = Math.max(...lab.times());
  expect(next.state()).toMatchObject({ now: before, mode: 'Paused' });
  expect(next.state().members).toHaveLength(3);
  expect(await end(lab, next.advance({ until: LAB_START + 100_000, stopAt: 'bound' }))).toMatchObject({ outcome: 'Reached', from: before });
});

test('time stands still without a broker, and no member is blamed', async () => {
  const { lab, a, timer, coordinator, fired } = await quietLab();
  for (let atMs = 1_000; atMs <= 100_000; atMs += 1_000) timer(a, atMs, 'busy');
  const advance = coordinator.advance({ until: LAB_START + 100_000, stopAt: 'bound' });
  await lab.host.run(300);
  lab.network.down = true;
  await lab.host.run(100);
  const before = coordinator.state().now;
  await lab.host.run(5_000);
  expect(coordinator.state()).toMatchObject({ now: before, members: Array(3).fill({ state: 'following' }) });
  lab.network.down = false;
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached' });
  expect(fired.map((line) => line.split(' ').at(-1))).toEqual(Array.from({ length: 100 }, (_, index) => `${(index + 1) * 1_000}`));
});

test('a member that leaves is not awaited, and a member with a successor is pinged', async () => {
  const { lab, a, b, coordinator } = await quietLab();
  a.member.leave();
  lab.kill(b);
  lab.spawn('p1');
  await lab.host.run(100);
  expect(coordinator.state().members.map(({ name }) => name)).toEqual(['p1', 'p2']);
});

test('the nearest timers of all processes are available at any time', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab();
  timer(a, 300, 'lease', true);
  timer(b, 200, 'back-off');
  b.clock.at(LAB_START + 400, { name: 'probe', object: 'pods/default/web' }, () => {});
  lab.kill(lab.members[2] as SimulatedMember);
  await lab.host.run(20);
  let timers: unknown;
  void coordinator.timers(3).then((all) => {
    timers = all;
  });
  await lab.host.run(100);
  expect(timers).toEqual([
    { at: LAB_START + 200, process: 'p1', name: 'back-off' },
    { at: LAB_START + 300, process: 'p0', name: 'lease', upkeep: true },
    { at: LAB_START + 400, process: 'p1', name: 'probe', object: 'pods/default/web' },
  ]);
  expect(coordinator.state().members).toHaveLength(2);
});

test('listeners are notified of each change of rate, mode and membership', async () => {
  const { lab, coordinator } = await quietLab();
  const modes: string[] = [];
  const cancel = coordinator.onChange(() => modes.push(`${coordinator.state().mode} ${coordinator.state().members.length}`));
  coordinator.scale(2);
  lab.spawn('p9');
  await lab.host.run(100);
  await end(lab, coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' }));
  expect(modes).toEqual(['Running 3', 'Running 4', 'Advancing 4', 'Running 4']);
  cancel();
  coordinator.scale(0);
  expect(modes).toHaveLength(4);
});
