import type { Subject } from '@klockwork/bus';
import { StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { LAB_START } from './testing/index.ts';
import { end, quietLab } from './testing/quiet-lab.ts';

/** Subject without subscribers. A message still counts as sent: the coordinator must check for work that it caused. */
const NEWS = 'news' as Subject;

test('admitted work finishes first, and further work is admitted within the same instant', async () => {
  const { lab, a, coordinator } = await quietLab();
  const release = await a.process.activity.admit('http', new StopSource());
  const advance = coordinator.advance({ until: LAB_START + 1_000, stopAt: 'bound' });
  await lab.host.run(150);
  let next = () => {};
  void a.process.activity.admit('http', new StopSource()).then((done) => {
    next = done;
  });
  await lab.host.run(10);
  release();
  await lab.host.run(150);
  expect(advance.progress()).toMatchObject({ now: LAB_START, blockedBy: ['p0 holds: http'] });
  next();
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached', now: LAB_START + 1_000 });
});

test('a client that always returns neither stops time nor waits long', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab();
  for (let atMs = 100; atMs <= 10_000; atMs += 100) timer(b, atMs, 'lease', true);
  const waits: number[] = [];
  const come = async () => {
    const since = lab.host.now();
    const done = await a.process.activity.admit('http', new StopSource());
    waits.push(lab.host.now() - since);
    a.process.set(3, () => {
      done();
      void come();
    });
  };
  for (let index = 0; index < 5; index++) a.process.set(index, () => void come());
  await lab.host.run(10);
  expect(await end(lab, coordinator.advance({ until: LAB_START + 10_000, stopAt: 'bound' }), 3_000)).toMatchObject({ outcome: 'Reached' });
  expect(waits.length).toBeGreaterThan(500);
  expect(Math.max(...waits)).toBeLessThan(50);
});

test('time moves even if jumps take longer than clients need to return', async () => {
  const { lab, a, b, timer, coordinator } = await quietLab({ delayMsMax: 40 });
  for (let atMs = 100; atMs <= 2_000; atMs += 100) timer(b, atMs, 'lease', true);
  const come = async () => {
    const done = await a.process.activity.admit('http', new StopSource());
    a.connection.send(NEWS, { type: 'news' });
    done();
    a.process.set(5, () => void come());
  };
  for (let index = 0; index < 4; index++) a.process.set(index * 6, () => void come());
  await lab.host.run(10);
  expect(await end(lab, coordinator.advance({ until: LAB_START + 2_000, stopAt: 'bound' }), 30_000)).toMatchObject({ outcome: 'Reached' });
});

test('an advance to the present instant waits for idle processes, and time counts as standing', async () => {
  const { lab, a, coordinator, fired, timer } = await quietLab();
  coordinator.scale(0);
  await lab.host.run(2_000);
  const { now } = coordinator.state();
  timer(a, now - LAB_START + 1, 'later');
  const release = await a.process.activity.admit('http', new StopSource());
  const advance = coordinator.advance({ until: now, stopAt: 'bound' });
  await lab.host.run(150);
  expect(coordinator.state().mode).toBe('Paused');
  expect(advance.progress()).toMatchObject({ now, blockedBy: ['p0 holds: http'] });
  release();
  expect(await end(lab, advance)).toMatchObject({ outcome: 'Reached', now });
  expect(fired).toEqual([]);
});
