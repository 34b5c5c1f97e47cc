import type { PlannedAction } from '@klockwork/controller-runtime';
import { type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileTaintEviction } from './reconcile-taint-eviction.ts';
import type { EvictingTaint } from './tolerated.ts';

const NOW = Date.UTC(2026, 0, 1);

type Tolerations = NonNullable<NonNullable<Pod['spec']>['tolerations']>;

const pod = (tolerations: Tolerations, metadata = {}): Pod => ({
  metadata: { namespace: 'shop', name: 'web', uid: 'p', ...metadata },
  spec: { containers: [], nodeName: 'node-1', tolerations },
});
const threat = (key: string, agoMs = 0): EvictingTaint => ({
  taint: { key: `node.kubernetes.io/${key}`, effect: 'NoExecute' },
  since: NOW - agoMs,
});
const tolerate = (key: string, tolerationSeconds?: number): Tolerations[number] => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});
const reconcile = (tolerations: Tolerations, threats: EvictingTaint[], isPlanned = false) =>
  reconcileTaintEviction({ pod: pod(tolerations), threats, isPlanned }, NOW);
const evicts = (stages: readonly (readonly PlannedAction[])[]) => stages.flat().some((action) => action.type === 'delete');

test('a pod without a toleration is marked and deleted at once', () => {
  expect(JSON.parse(JSON.stringify(reconcile([], [threat('unreachable')]).stages))).toMatchObject([
    [{ type: 'record', eventType: 'Normal', reason: 'TaintManagerEviction', message: 'Marking for deletion Pod shop/web' }],
    [
      {
        type: 'update',
        subresource: 'status',
        object: {
          status: {
            conditions: [
              {
                type: 'DisruptionTarget',
                status: 'True',
                reason: 'DeletionByTaintManager',
                message: 'Taint manager: deleting due to NoExecute taint',
                lastTransitionTime: '2026-01-01T00:00:00Z',
              },
            ],
          },
        },
      },
    ],
    [{ type: 'delete', resource: resources.pods, name: { namespace: 'shop', name: 'web' }, deletion: { uid: 'p' } }],
  ]);
});

test('a pod with tolerationSeconds stays that long, counted from the taint', () => {
  const plan = reconcile([tolerate('unreachable', 300)], [threat('unreachable', 100_000)]);
  expect(plan).toEqual({ stages: [], wakeAt: { at: NOW + 200_000, timer: { name: 'taint-eviction' } } });
  expect(evicts(reconcile([tolerate('unreachable', 300)], [threat('unreachable', 300_000)]).stages)).toBe(true);
});

test('the shortest of several tolerations applies, and every taint needs a toleration', () => {
  expect(reconcile([tolerate('unreachable', 300), tolerate('unreachable', 10)], [threat('unreachable')]).wakeAt?.at).toBe(NOW + 10_000);
  expect(evicts(reconcile([tolerate('unreachable')], [threat('unreachable'), threat('not-ready')]).stages)).toBe(true);
});

test('a pod with an unlimited toleration stays, and so does a pod on an untainted node', () => {
  expect(reconcile([{ operator: 'Exists' }], [threat('unreachable')])).toEqual({ stages: [] });
  expect(reconcile([], [])).toEqual({ stages: [] });
});

test('a planned eviction is cancelled when the taint is removed', () => {
  expect(reconcile([], [], true).stages).toMatchObject([
    [{ reason: 'TaintManagerEviction', message: 'Cancelling deletion of Pod shop/web' }],
  ]);
});

test('a pod under deletion is ignored', () => {
  const ending = pod([], { deletionTimestamp: '2026-01-01T00:00:00Z' });
  expect(reconcileTaintEviction({ pod: ending, threats: [threat('unreachable')], isPlanned: true }, NOW)).toEqual({ stages: [] });
});
