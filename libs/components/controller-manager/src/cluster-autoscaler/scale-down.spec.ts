import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type AutoscalerState, type AutoscalerView, INITIAL_STATE } from './autoscaler-view.ts';
import { actionsOf, clean, MINUTE, NOW, node, pod, scan, view } from './testing/autoscaler-builders.ts';

const names = ['node-1', 'node-2'];
const pair = names.map((name) => node(name));
const web = (change: Parameters<typeof pod>[2] = {}, cpu = '1') => [
  pod('other', '2', { node: 'node-1' }),
  pod('web', cpu, { node: 'node-2', ...change }),
];
const unneeded = (ms: number): AutoscalerState => ({ ...clean, unneededSince: new Map([['node-2', NOW - ms]]) });
const removal = (change: Partial<{ isDrain: boolean; ageMs: number; evicted: string[] }> = {}): AutoscalerState => {
  const { isDrain = true, ageMs = 5_000, evicted = [] } = change;
  return { ...clean, removals: new Map([['node-2', { isDrain, startedAt: NOW - ageMs, evicted }]]) };
};
const deleting = [node('node-1'), node('node-2', { taint: 'ToBeDeletedByClusterAutoscaler' })];
const seconds = NOW / 1_000;
const candidate = [`update Node/node-2 DeletionCandidateOfClusterAutoscaler=${seconds}:PreferNoSchedule`];
const marked = [
  `update Node/node-2 ToBeDeletedByClusterAutoscaler=${seconds}:NoSchedule`,
  'ScaleDown nodes/node-2: marked the node as toBeDeleted/unschedulable',
];
const logged = (reason: string, message: string) => `${reason} configmaps/cluster-autoscaler-status: ${message}`;

test.each<[string, Partial<AutoscalerView>, Pod[], string[]]>([
  ['an unneeded node becomes a candidate', {}, web(), candidate],
  [
    'a node that is unneeded for ten minutes is drained',
    { state: unneeded(10 * MINUTE) },
    web(),
    [...marked, logged('ScaleDown', 'Scale-down: removing node node-2, utilization: {0.25 0 0 0 cpu 0.25}, pods to reschedule: web')],
  ],
  [
    'an empty node is removed',
    { state: unneeded(10 * MINUTE) },
    web({ owner: 'DaemonSet' }),
    [...marked, logged('ScaleDownEmpty', 'Scale-down: removing empty node "node-2"')],
  ],
  ['a node that was unneeded for nine minutes waits', { state: unneeded(9 * MINUTE) }, web(), candidate],
  ['a recent scale-up delays', { state: { ...unneeded(11 * MINUTE), lastScaleUp: NOW - 9 * MINUTE } }, web(), []],
  ['a recent failure delays', { state: { ...unneeded(11 * MINUTE), lastFailure: NOW - 2 * MINUTE } }, web(), []],
  ['the minimum stays', { state: unneeded(10 * MINUTE), group: { min: 2, max: 4 } }, web(), []],
  ['a node of half utilization stays', { state: unneeded(10 * MINUTE) }, web({}, '2'), []],
  [
    'a node with the annotation stays',
    {
      state: unneeded(10 * MINUTE),
      nodes: [node('node-1'), node('node-2', { annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' } })],
    },
    web(),
    [],
  ],
  ['a node whose pods fit nowhere else stays', { state: unneeded(10 * MINUTE) }, web({ spec: { nodeSelector: { disk: 'ssd' } } }), []],
  ['a node with a bare pod stays', { state: unneeded(10 * MINUTE) }, web({ owner: '' }), []],
  [
    'a node whose bare pod is safe to evict is drained',
    { state: unneeded(10 * MINUTE) },
    web({
      owner: '',
      metadata: { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } },
    }),
    [...marked, logged('ScaleDown', 'Scale-down: removing node node-2, utilization: {0.25 0 0 0 cpu 0.25}, pods to reschedule: web')],
  ],
  [
    'a node whose pod is not safe to evict stays',
    { state: unneeded(10 * MINUTE) },
    web({
      metadata: { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } },
    }),
    [],
  ],
  ['a node with local storage stays', { state: unneeded(10 * MINUTE) }, web({ spec: { volumes: [{ name: 'cache', emptyDir: {} }] } }), []],
  ['a node with a pod of the system stays', { state: unneeded(10 * MINUTE) }, web({ metadata: { namespace: 'kube-system' } }), []],
])('%s', (_, change, pods, expected) => {
  expect(actionsOf(scan(view(pair, pods, change)).stages)).toEqual(expected);
});

test.each([
  [0, 0],
  [1, 3],
])('a budget that allows %i disruptions leads to %i actions', (disruptionsAllowed, count) => {
  const budget: PodDisruptionBudget = {
    metadata: { namespace: 'default', name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: { disruptionsAllowed, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
  };
  const { stages } = scan(view(pair, web(), { budgets: [budget], state: unneeded(10 * MINUTE) }));
  expect(actionsOf(stages)).toHaveLength(count);
});

test.each<[string, AutoscalerState, Pod[], string[]]>([
  [
    'pods are evicted five seconds after the taint',
    removal(),
    web(),
    ['ScaleDown pods/web: deleting pod for node scale down', 'create Eviction/web'],
  ],
  ['no pod is evicted earlier', removal({ ageMs: 4_000 }), web(), []],
  ['a refused eviction is tried again without an Event', removal({ evicted: ['web'], ageMs: 15_000 }), web(), ['create Eviction/web']],
  [
    'a pod in termination is awaited',
    removal({ evicted: ['web'], ageMs: 15_000 }),
    web({ metadata: { deletionTimestamp: new Date(NOW).toISOString() } }),
    [],
  ],
  [
    'a drained node is deleted',
    removal({ evicted: ['web'], ageMs: 15_000 }),
    web().slice(0, 1),
    [
      'delete nodes/node-2',
      'ScaleDown nodes/node-2: nodes removed by cluster autoscaler',
      logged('ScaleDown', 'Scale-down: node node-2 removed with drain'),
    ],
  ],
  [
    'an empty node is deleted',
    removal({ isDrain: false }),
    web({ owner: 'DaemonSet' }),
    [
      'delete nodes/node-2',
      'ScaleDown nodes/node-2: nodes removed by cluster autoscaler',
      logged('ScaleDownEmpty', 'Scale-down: empty node node-2 removed'),
    ],
  ],
  [
    'an occupied node is not deleted as empty',
    removal({ isDrain: false }),
    web(),
    [
      'ScaleDownFailed nodes/node-2: failed to delete empty node: failed to delete empty node "node-2", new pods scheduled',
      'update Node/node-2',
    ],
  ],
  [
    'a drain fails after two minutes of refusals',
    removal({ evicted: ['web'], ageMs: 125_000 }),
    web(),
    [
      'ScaleDownFailed pods/web: failed to delete pod for ScaleDown',
      'ScaleDownFailed nodes/node-2: failed to drain and delete node: Failed to drain node /node-2, due to following errors: [failed to evict pod default/web within allowed timeout]',
      'update Node/node-2',
    ],
  ],
])('%s', (_, state, pods, expected) => {
  expect(actionsOf(scan(view(deleting, pods, { state })).stages)).toEqual(expected);
});

test('a new process removes taints of an earlier one', () => {
  expect(actionsOf(scan(view(deleting, [], { state: INITIAL_STATE })).stages)).toEqual(['update Node/node-2']);
});
