import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { TerminatedPods } from './terminated-pods.ts';

const ended = (name: string, minute: number, reason?: string) =>
  aPod({
    metadata: { namespace: 'shop', name, creationTimestamp: `2026-01-01T00:0${minute}:00Z` },
    status: { phase: 'Failed', ...(reason === undefined ? {} : { reason }) },
  });
const running = aPod({ metadata: { namespace: 'shop', name: 'alive' }, status: { phase: 'Running' } });

test('evicted pods above the threshold are first, then the oldest, then by name', () => {
  const pods = new TerminatedPods(2);
  for (const pod of [running, ended('b', 1), ended('a', 1)]) pods.set(pod);
  expect([...pods.surplus()]).toEqual([]);
  pods.set(ended('young', 3));
  expect([...pods.surplus()]).toEqual(['shop/a']);
  pods.set(ended('evicted', 4, 'Evicted'));
  expect([...pods.surplus()]).toEqual(['shop/evicted', 'shop/a']);
  pods.delete(ended('evicted', 4, 'Evicted'));
  pods.delete(ended('a', 1));
  expect([...pods.surplus()]).toEqual([]);
});

test('a threshold of 0 keeps all finished pods', () => {
  const pods = new TerminatedPods(0);
  pods.set(ended('a', 1));
  expect([...pods.surplus()]).toEqual([]);
});
