import type { Pod, PodDisruptionBudget } from '@klockwork/resources';
import { aPodDisruptionBudget, aRunningPod } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import type { ControllerScale } from './disruption-view.ts';
import { reconcileDisruption } from './reconcile-disruption.ts';

const NOW = Date.UTC(2026, 0, 1, 0, 10);
const AT = '2026-01-01T00:10:00Z';
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true };

function pods(count: number, more: Partial<Pod['metadata']> = { ownerReferences: [owner] }): Pod[] {
  return Array.from({ length: count }, (_, index) =>
    aRunningPod('node-1', { metadata: { name: `web-${index}`, labels: { app: 'web' }, ...more } } as never),
  );
}

function reconcile(
  budget: PodDisruptionBudget,
  selected: Pod[],
  scale: ControllerScale | undefined = { uid: 'rs', replicas: selected.length },
) {
  const { stages, ...rest } = reconcileDisruption({ budget, pods: selected, scaleOf: () => scale }, NOW);
  const actions = stages.flat();
  const written = actions.find((action) => action.type === 'update');
  const events = actions.flatMap((action) => (action.type === 'record' ? [`${action.eventType} ${action.reason}: ${action.message}`] : []));
  return { status: written?.type === 'update' ? (written.object as PodDisruptionBudget).status : undefined, events, ...rest };
}

const budget = (spec: object, status: object = {}) => ({
  ...aPodDisruptionBudget({ status }),
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});

test.each<[string, object, number, number, [number, number, number, number]]>([
  ['maxUnavailable 1', { maxUnavailable: 1 }, 3, 3, [3, 2, 1, 3]],
  ['maxUnavailable 30 %, rounded up', { maxUnavailable: '30%' }, 4, 4, [4, 2, 2, 4]],
  ['minAvailable 2', { minAvailable: 2 }, 3, 9, [3, 2, 1, 3]],
  ['minAvailable 50 % of expected pods', { minAvailable: '50%' }, 3, 9, [3, 5, 0, 9]],
  ['maxUnavailable 100 %', { maxUnavailable: '100%' }, 2, 2, [2, 0, 2, 2]],
  ['minAvailable above the number of pods', { minAvailable: 5 }, 2, 2, [2, 5, 0, 2]],
])('a budget of %s', (_, spec, count, replicas, [currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods]) => {
  const { status } = reconcile(budget(spec), pods(count), { uid: 'rs', replicas });
  expect(status).toEqual({
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    observedGeneration: 1,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: disruptionsAllowed > 0 ? 'True' : 'False',
        reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        lastTransitionTime: AT,
        observedGeneration: 1,
      },
    ],
  });
});

test('an unchanged status causes no write', () => {
  const known = reconcile(budget({ maxUnavailable: 1 }), pods(3)).status;
  expect(reconcile(budget({ maxUnavailable: 1 }, known), pods(3))).toEqual({ status: undefined, events: [] });
});

describe('a pod that was evicted', () => {
  const evicted = (at: string) => budget({ maxUnavailable: 2 }, { disruptedPods: { 'web-0': at } });

  test('an evicted pod counts as gone for two minutes, then is checked', () => {
    expect(reconcile(evicted('2026-01-01T00:09:00Z'), pods(3))).toMatchObject({
      status: { currentHealthy: 2, disruptionsAllowed: 1, disruptedPods: { 'web-0': '2026-01-01T00:09:00Z' } },
      wakeAt: { at: Date.UTC(2026, 0, 1, 0, 11) + 1, timer: { name: 'disruption-recheck' } },
    });
  });

  test('an evicted pod that still exists after two minutes counts again and gets an Event', () => {
    const { status, events } = reconcile(evicted('2026-01-01T00:07:00Z'), pods(3));
    expect(status).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 2 });
    expect(status).not.toHaveProperty('disruptedPods');
    expect(events).toEqual(["Warning NotDeleted: Pod was expected by PDB default/default to be deleted but it wasn't"]);
  });

  test('an evicted pod leaves the list once its deletion began', () => {
    const ending = pods(3).map((pod, index) => (index > 0 ? pod : { ...pod, metadata: { ...pod.metadata, deletionTimestamp: AT } }));
    const { status } = reconcile(evicted('2026-01-01T00:09:00Z'), ending);
    expect(status).toMatchObject({ currentHealthy: 2 });
    expect(status).not.toHaveProperty('disruptedPods');
  });
});

test('a budget without pods allows no disruption and has a condition', () => {
  const { status, events } = reconcile(budget({ maxUnavailable: 1 }), []);
  expect(status).toMatchObject({ disruptionsAllowed: 0, expectedPods: 0 });
  expect(events).toEqual(['Normal NoPods: No matching pods found']);
});

test('pods without a controller are excluded from a percentage and cause an Event', () => {
  const { status, events } = reconcile(budget({ maxUnavailable: 1 }), pods(2, {}));
  expect(status).toMatchObject({ currentHealthy: 2, expectedPods: 0, disruptionsAllowed: 0 });
  expect(events).toEqual([
    'Warning UnmanagedPods: Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
  ]);
});

test.each<[string, ControllerScale | undefined, string]>([
  [
    'a controller without a scale',
    { problem: 'jobs.batch does not implement the scale subresource' },
    'jobs.batch does not implement the scale subresource',
  ],
  ['a controller that is gone', undefined, 'found no controllers for pod "web-0"'],
])('a budget with pods of %s allows no disruptions', (_, scale, problem) => {
  const selected = pods(1);
  const { stages } = reconcileDisruption(
    { budget: budget({ maxUnavailable: 1 }, { disruptionsAllowed: 1 }), pods: selected, scaleOf: () => scale },
    NOW,
  );
  expect(stages.flat()).toMatchObject([
    { type: 'record', reason: 'CalculateExpectedPodCountFailed', message: `Failed to calculate the number of expected pods: ${problem}` },
    {
      type: 'update',
      object: { status: { disruptionsAllowed: 0, conditions: [{ status: 'False', reason: 'SyncFailed', message: problem }] } },
    },
  ]);
});
