import { expect, test } from 'vitest';
import { backOffUntil } from './pod-back-off.ts';

const S = 1000;
const failed = (at: number) => ({ uid: `f${at}`, at: at * S, succeeded: false });
const succeeded = (at: number) => ({ uid: `s${at}`, at: at * S, succeeded: true });

test.each<[string, Parameters<typeof backOffUntil>[0], number]>([
  ['no pod has ended', [], 0],
  ['one pod failed', [failed(100)], 110],
  ['two pods failed', [failed(100), failed(110)], 130],
  ['many pods failed', Array.from({ length: 12 }, (_, index) => failed(index)), 611],
  ['a pod succeeded after all failures', [failed(100), failed(110), succeeded(111)], 0],
  ['a pod failed after a success', [failed(100), succeeded(111), failed(200)], 210],
])('when %s, the next pod is created in second %3$i', (_, finished, until) => {
  expect(backOffUntil(finished) / S).toBe(until);
});
