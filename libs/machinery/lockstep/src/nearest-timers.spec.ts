import { expect, test } from 'vitest';
import { nearestTimers } from './nearest-timers.ts';

const upkeep = (at: number) => ({ at, upkeep: true }) as const;

test('the nearest timers of each kind are chosen, and upkeep displaces no work', () => {
  const timers = [upkeep(1), upkeep(2), upkeep(3), { at: 9 }, { at: 7 }, upkeep(4), { at: 8 }];
  expect(nearestTimers(timers, 2)).toEqual([upkeep(1), upkeep(2), { at: 7 }, { at: 8 }]);
});
