import { expect, test } from 'vitest';
import { TrafficLog } from './traffic-log.ts';

test('requests are counted by spans of lab time, with empty spans between', () => {
  const log = new TrafficLog();
  expect(log.buckets(1_000)).toEqual([]);
  for (const endedAt of [10_100, 10_900, 13_000]) log.add({ sentAt: endedAt, endedAt });
  log.add({ sentAt: 9_000, endedAt: 11_000, failure: 'timeout' });
  expect(log.buckets(1_000)).toEqual([
    { at: 10_000, answered: 2, failed: 0 },
    { at: 11_000, answered: 0, failed: 1 },
    { at: 12_000, answered: 0, failed: 0 },
    { at: 13_000, answered: 1, failed: 0 },
  ]);
});
