import { expect, test } from 'vitest';
import { clockFor } from './clock-for.ts';
import { ManualClock } from './driven-clock.ts';
import { StopSource } from './stop-signal.ts';

test('every timer names its object, and a given object is preserved', async () => {
  const clock = new ManualClock(1_000);
  const ofPod = clockFor(clock, 'pods/default/web');
  const fired: string[] = [];
  ofPod.at(2_000, { name: 'at' }, () => fired.push(`at ${ofPod.now()}`));
  ofPod.after(2_000, { name: 'after', upkeep: true }, () => fired.push(`after ${ofPod.now()}`));
  ofPod.at(4_000, { name: 'other', object: 'nodes/node-1' }, () => {});
  const slept = ofPod.sleep(4_000, { name: 'sleep' }, new StopSource());
  expect(clock.pending()).toEqual([
    { at: 2_000, timer: { name: 'at', object: 'pods/default/web' } },
    { at: 3_000, timer: { name: 'after', upkeep: true, object: 'pods/default/web' } },
    { at: 4_000, timer: { name: 'other', object: 'nodes/node-1' } },
    { at: 5_000, timer: { name: 'sleep', object: 'pods/default/web' } },
  ]);
  clock.advanceTo(5_000);
  await slept;
  expect(fired).toEqual(['at 2000', 'after 3000']);
});
