import { ManualClock } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { RuntimeFaults } from './runtime-faults.ts';

test('delays of several faults add up, and end with them', async () => {
  const clock = new ManualClock(0);
  const faults = new RuntimeFaults(clock);
  let touched = 0;
  const slowness = {
    calls: ['reach'] as const,
    touched() {
      touched += 1;
    },
  };
  const ends = [100, 200].map((delayMs) => faults.slow({ ...slowness, delayMs }));
  expect(faults.delay('exec')).toBeUndefined();
  const delay = faults.delay('reach');
  expect(clock.nextDeadline().at).toBe(300);
  clock.advanceTo(300);
  await delay;
  expect(touched).toBe(2);
  for (const end of ends) end();
  expect(faults.delay('reach')).toBeUndefined();
});

test('throttled processors leave their share of a limit, and of a whole processor without one', () => {
  const faults = new RuntimeFaults(new ManualClock(0));
  const limits = { cpuMilli: 500, memoryBytes: 1 };
  expect(faults.limits(limits)).toBe(limits);
  const end = faults.throttle(10);
  expect(faults.limits(limits)).toEqual({ cpuMilli: 50, memoryBytes: 1 });
  expect(faults.limits({})).toEqual({ cpuMilli: 100 });
  faults.throttle(10);
  expect(faults.limits({ cpuMilli: 20 })).toEqual({ cpuMilli: 1 });
  end();
  expect(faults.limits({})).toEqual({ cpuMilli: 100 });
});
