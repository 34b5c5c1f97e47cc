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

test('one object that is written again and again is told of', () => {
  expect(observed(401, () => 'web').problem()).toBe('pods/default/web was written 401 times in an hour in which nobody asked for anything');
});

test('so are objects that come and go without end', () => {
  expect(observed(15_001, (index) => `web-${index}`).problem()).toBe(
    '15001 writes in an hour in which nobody asked for anything, 1 of pods/default/web-0',
  );
});

test('what is written before it begins does not count', () => {
  const calm = observed(401, () => 'web');
  calm.begin();
  expect(calm.problem()).toBeUndefined();
});
