import type { Subject } from '@klockwork/bus';
import { expect, test } from 'vitest';
import { LAB_START, SUSPECT_MS } from './testing/index.ts';
import { end, quietLab } from './testing/quiet-lab.ts';

test('an advance waits for a hold and names it', async () => {
  const { lab, b, coordinator } = await quietLab();
  const release = b.process.activity.hold('exec');
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(400);
  expect(advance.progress()).toMatchObject({ jumps: 0, now: LAB_START, blockedBy: ['p1 holds: exec'] });
  expect(coordinator.state().members[1]).toEqual({ name: 'p1', state: 'following', holds: { exec: 1 } });
  release();
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached', blockedBy: [] });
});

test('an advance waits for an expected process until it is idle, or until its time-out', async () => {
  const { lab, coordinator } = await quietLab();
  coordinator.expect('kubelet-agent-3', 500);
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(300);
  expect(advance.progress()).toMatchObject({ jumps: 0, blockedBy: ['waiting for kubelet-agent-3 to start'] });
  expect(coordinator.state().members).toContainEqual({ name: 'kubelet-agent-3', state: 'expected', holds: {} });
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached' });
});

test('a silent process is fenced out by name, and later resumes like one that slept', async () => {
  const { lab, b, coordinator, timer, fired } = await quietLab();
  for (const atMs of [200, 800]) timer(b, atMs, 'overdue');
  b.process.freeze();
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(150);
  expect(advance.progress().blockedBy).toEqual(['p1, which does not answer']);
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached', blockedBy: [], leftBehind: ['p1'] });
  expect(advance.progress().hostMs).toBeLessThan(2 * SUSPECT_MS);
  expect(fired).toEqual([]);
  b.process.thaw();
  await lab.host.run(2_000);
  expect(coordinator.state().members[1]).toEqual({ name: 'p1', state: 'following', holds: {} });
  await end(lab, coordinator.advance({ until: LAB_START + 1_001, stopAt: 'bound' }));
  expect(fired).toEqual(['overdue of p1 at 1000', 'overdue of p1 at 1000']);
});

test('a process that restarts work within one instant is named, with its timers', async () => {
  const { lab, a, coordinator } = await quietLab();
  const ask = () => {
    const release = a.process.activity.hold('request');
    a.connection.send('data.nobody' as Subject, {});
    a.process.set(1, () => {
      release();
      a.process.set(0, ask);
    });
  };
  a.clock.at(LAB_START + 500, { name: 'resync' }, ask);
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(1_000);
  expect(advance.progress()).toMatchObject({
    now: LAB_START + 500,
    blockedBy: ['p0 does not come to rest within this instant, timers: resync ×1'],
  });
});

test('a process whose timers set each other without delay, with waits in between, is named with its timers', async () => {
  const { lab, a, coordinator } = await quietLab();
  const retry = () => {
    const release = a.process.activity.hold('request');
    a.process.set(1, () => {
      a.clock.after(0, { name: 'resync' }, retry);
      release();
    });
  };
  a.clock.at(LAB_START + 500, { name: 'resync' }, retry);
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(1_000);
  expect(advance.progress()).toMatchObject({
    now: LAB_START + 500,
    blockedBy: [expect.stringMatching(/^p0 (holds: request|does not come to rest within this instant), timers: resync ×\d{2,}$/)],
  });
});
