import { expect, test } from 'vitest';
import { WriteStorm } from './write-storm.ts';

const actor = { user: 'system:kube-scheduler', userAgent: 'test' };

function observed(events: number, at: (index: number) => number): WriteStorm {
  const storm = new WriteStorm();
  for (let index = 0; index < events; index += 1)
    storm.observe({ at: at(index), type: index % 3 === 0 ? 'PodUpdated' : 'EventCreated', actor });
  return storm;
}

test('writers who never stop while lab time stands still are named', () => {
  expect(observed(20_001, () => 7).problem).toBe(
    '20001 events at one instant: 13334 EventCreated by system:kube-scheduler, 6667 PodUpdated by system:kube-scheduler',
  );
});

test('as many events while lab time passes are no storm', () => {
  expect(observed(60_000, (index) => Math.floor(index / 20_000)).problem).toBeUndefined();
});
