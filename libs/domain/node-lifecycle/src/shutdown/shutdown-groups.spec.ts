import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { SHUTDOWN_PERIODS, shutdownGroups } from './shutdown-groups.ts';

const pod = (priority: number) => aPod({ spec: { priority } });

test('critical pods stop last and have a shorter grace period', () => {
  const [web, low, system, node] = [pod(0), pod(-5), pod(2_000_000_000), pod(2_000_001_000)];
  expect(shutdownGroups([system, web, node, low], SHUTDOWN_PERIODS)).toEqual([
    { graceSeconds: 20, pods: [web, low] },
    { graceSeconds: 10, pods: [system, node] },
  ]);
});

test('an empty group is omitted', () => {
  expect(shutdownGroups([], SHUTDOWN_PERIODS)).toEqual([]);
  expect(shutdownGroups([pod(2_000_000_000)], { graceSeconds: 60, criticalSeconds: 15 })).toMatchObject([{ graceSeconds: 15 }]);
});
