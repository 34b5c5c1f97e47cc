import { ApiError } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { Pod } from '../pod/pod.ts';
import { aPod, aPodDisruptionBudget, aRunningPod } from '../testing/index.ts';
import { budgetCharges } from './budget-charges.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

const NOW = Date.parse('2026-01-01T00:01:00Z');
const labels = { app: 'web' };
const running = aRunningPod('node-1', { metadata: { labels } });
const unready = { ...running, status: { ...running.status, conditions: [] } };

/** Returns a budget with these counts, observed by its controller. */
function budget(status: Partial<PodDisruptionBudget['status']>, more: Parameters<typeof aPodDisruptionBudget>[0] = {}) {
  return aPodDisruptionBudget({ ...more, status: { observedGeneration: 1, desiredHealthy: 2, currentHealthy: 3, ...status } });
}

function chargeBudgets(pod: Pod, ...budgets: PodDisruptionBudget[]) {
  try {
    return budgetCharges(pod, budgets, NOW).map(({ next }) => (next as PodDisruptionBudget).status);
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
}

test('an eviction decrements the allowed disruptions and records the pod', () => {
  const at = '2026-01-01T00:01:00Z';
  expect(chargeBudgets(running, budget({ disruptionsAllowed: 2 }))).toMatchObject([{ disruptionsAllowed: 1, disruptedPods: { web: at } }]);
  expect(chargeBudgets(running, budget({ disruptionsAllowed: 1, disruptedPods: { other: at } }))).toMatchObject([
    {
      disruptionsAllowed: 0,
      disruptedPods: { other: at, web: at },
      conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods', lastTransitionTime: at }],
    },
  ]);
});

describe('an eviction without a charge', () => {
  const none = budget({ disruptionsAllowed: 0, currentHealthy: 2 });
  const lost = budget({ disruptionsAllowed: 0, currentHealthy: 1 });
  test.each<[string, Pod, PodDisruptionBudget]>([
    ['without a budget', aRunningPod('node-1', { metadata: { labels: { app: 'db' } } }), none],
    ['that waits for a node', aPod({ metadata: { labels } }), none],
    ['that has ended', { ...running, status: { ...running.status, phase: 'Failed' } }, none],
    ['that is on its way out', { ...running, metadata: { ...running.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, none],
    ['that is not ready while enough others are', unready, none],
    ['that is not ready where that is said', unready, { ...lost, spec: { ...lost.spec, unhealthyPodEvictionPolicy: 'AlwaysAllow' } }],
  ])('a pod is evicted without a charge %s', (_, pod, one) => {
    expect(chargeBudgets(pod, one)).toEqual([]);
  });
});

describe('an eviction waits', () => {
  const refused = (message: string, retryAfterSeconds?: number) => ({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message }], ...(retryAfterSeconds && { retryAfterSeconds }) },
  });
  const needs = 'The disruption budget web needs 2 healthy pods and has 2 currently';
  const condition = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no scale', lastTransitionTime: '' };
  test.each<[string, Pod, PodDisruptionBudget, object]>([
    ['for more healthy pods', running, budget({ disruptionsAllowed: 0, currentHealthy: 2 }), refused(needs)],
    [
      'of a pod that is not ready, while too few others are',
      unready,
      budget({ disruptionsAllowed: 0, currentHealthy: 1 }),
      refused('The disruption budget web needs 2 healthy pods and has 1 currently'),
    ],
    [
      'until the budget was looked at',
      running,
      budget({ disruptionsAllowed: 1 }, { metadata: { generation: 2 } }),
      refused('The disruption budget web is still being processed by the server.', 10),
    ],
    [
      'while nobody knows what the budget allows',
      running,
      budget({ disruptionsAllowed: 0, conditions: [condition] }),
      refused('The disruption budget web does not allow evicting pods currently because it failed sync: no scale'),
    ],
    [
      'while others are being evicted, though enough are healthy',
      running,
      budget({ disruptionsAllowed: 0, conditions: [{ ...condition, reason: 'InsufficientPods', message: '' }] }),
      refused('The disruption budget web does not allow evicting pods currently'),
    ],
    [
      'for a reason that a controller of its own tells',
      running,
      budget({ disruptionsAllowed: 0, conditions: [{ ...condition, reason: 'Frozen', message: 'until Monday' }] }),
      refused('The disruption budget web does not allow evicting pods currently (Frozen): until Monday'),
    ],
  ])('an eviction waits %s', (_, pod, one, status) => {
    expect(chargeBudgets(pod, one)).toMatchObject(status);
  });
});

test('a pod of two budgets cannot be evicted', () => {
  const two = [budget({ disruptionsAllowed: 1 }), budget({ disruptionsAllowed: 1 }, { metadata: { name: 'other' } })];
  expect(chargeBudgets(running, ...two)).toMatchObject({
    code: 500,
    message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  });
});
