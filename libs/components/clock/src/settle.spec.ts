import { ManualClock } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { settle } from './settle.ts';
import { LAB_START } from './testing/clock-lab.ts';
import { ScriptedCoordinator } from './testing/scripted-coordinator.ts';

function paused() {
  const [coordinator, clock] = [new ScriptedCoordinator(LAB_START), new ManualClock(0)];
  coordinator.scale(0);
  const host = { now: () => clock.now(), set: (delayMs: number, fire: () => void) => clock.after(delayMs, { name: 'host' }, fire) };
  return { coordinator, clock, host };
}

test('a paused lab settles at its present instant', async () => {
  const { coordinator, clock, host } = paused();
  const settled = settle(coordinator, host, 5_000);
  expect(coordinator.commands).toEqual([{ until: LAB_START, stopAt: 'bound' }]);
  coordinator.end('Reached');
  expect(await settled).toEqual({ type: 'settled', now: LAB_START });
  expect(clock.pending()).toEqual([]);
});

test('a wait ends with the names of busy processes', async () => {
  const { coordinator, clock, host } = paused();
  const settled = settle(coordinator, host, 5_000);
  coordinator.wound({ blockedBy: ['scheduler holds: bus-request'] });
  clock.advanceTo(5_000);
  expect(await settled).toEqual({ type: 'busy', blockedBy: ['scheduler holds: bus-request'] });
});

test('an advance takes the place of a wait', async () => {
  const { coordinator, host } = paused();
  const settled = settle(coordinator, host, 5_000);
  coordinator.advance({ until: LAB_START + 1, stopAt: 'bound' });
  expect(await settled).toEqual({ type: 'interrupted' });
});

test('a lab whose time moves never settles', async () => {
  const { coordinator, host } = paused();
  coordinator.scale(1);
  expect(await settle(coordinator, host, 5_000)).toEqual({ type: 'moving', mode: 'Running' });
});
