import { ManualClock, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { AgentPause } from './agent-pause.ts';
import { PausedClock } from './paused-clock.ts';

const TIMER = { name: 'test' };

function parts() {
  const pause = new AgentPause();
  const manual = new ManualClock(0);
  const fired: string[] = [];
  return { pause, manual, clock: new PausedClock(manual, pause), fired, note: (name: string) => () => void fired.push(name) };
}

test('timers due in a pause fire after it, in order of their deadlines, and cancelled ones never', () => {
  const { pause, manual, clock, fired, note } = parts();
  clock.at(30, TIMER, note('at 30'));
  clock.after(10, TIMER, note('after 10'));
  const cancel = clock.after(20, TIMER, note('cancelled'));
  clock.after(50, TIMER, note('after 50'));
  const end = pause.begin();
  for (const at of [10, 20, 30, 40]) manual.advanceTo(at);
  expect(fired).toEqual([]);
  cancel();
  end();
  expect(fired).toEqual(['after 10', 'at 30']);
  manual.advanceTo(50);
  expect(fired).toEqual(['after 10', 'at 30', 'after 50']);
});

test('overlapping pauses end with the last one, and each end counts once', () => {
  const { pause, fired, note } = parts();
  const [first, second] = [pause.begin(), pause.begin()];
  pause.run(note('work'));
  first();
  first();
  expect(fired).toEqual([]);
  second();
  expect(fired).toEqual(['work']);
  expect(pause.paused).toBe(false);
});

test('a shutdown ends all pauses, and their own ends change nothing afterwards', async () => {
  const { pause, clock, manual } = parts();
  const end = pause.begin();
  const slept = clock.sleep(10, TIMER, new StopSource());
  manual.advanceTo(10);
  pause.resume();
  await slept;
  end();
  pause.begin();
  expect(pause.paused).toBe(true);
});
