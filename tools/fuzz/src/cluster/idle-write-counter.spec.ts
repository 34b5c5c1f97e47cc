import type { LogEvent } from '@klockwork/simulation';
import { expect, test } from 'vitest';
import { IdleWriteCounter } from './idle-write-counter.ts';

function observed(writes: number, name: (index: number) => string): IdleWriteCounter {
  const calm = new IdleWriteCounter();
  calm.begin();
  for (let index = 0; index < writes; index += 1)
    calm.observe({ key: { group: '', resource: 'pods', namespace: 'default', name: name(index) } } as LogEvent);
  return calm;
}

test('a single object written without end is reported', () => {
  expect(observed(401, () => 'web').problem()).toBe('pods/default/web was written 401 times in an hour in which nobody asked for anything');
});

test('objects created and deleted without end are reported', () => {
  expect(observed(15_001, (index) => `web-${index}`).problem()).toBe(
    '15001 writes in an hour in which nobody asked for anything, 1 of pods/default/web-0',
  );
});

test('writes before the start are not counted', () => {
  const calm = observed(401, () => 'web');
  calm.begin();
  expect(calm.problem()).toBeUndefined();
});
