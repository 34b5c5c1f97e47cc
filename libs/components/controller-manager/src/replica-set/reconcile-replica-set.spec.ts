import type { PlannedAction } from '@klockwork/controller-runtime';
import { type Pod, type ReplicaSet, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileReplicaSet } from './reconcile-replica-set.ts';

const NOW = Date.UTC(2026, 0, 1);
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'rs', controller: true, blockOwnerDeletion: true };

function replicaSet(replicas: number, more: Partial<ReplicaSet> = {}): ReplicaSet {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  return {
    metadata: { namespace: 'shop', name: 'web-1', uid: 'rs', generation: 1, resourceVersion: '5' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
    status: { replicas: 0, observedGeneration: 1, terminatingReplicas: 0 },
    ...more,
  };
}

function pod(
  name: string,
  more: { labels?: Record<string, string>; owned?: boolean; ready?: string; metadata?: object; phase?: string } = {},
): Pod {
  const { labels = { app: 'web' }, owned = true, ready, metadata = {}, phase = 'Running' } = more;
  const conditions = ready === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: ready }];
  return {
    metadata: {
      namespace: 'shop',
      name,
      uid: `uid-${name}`,
      resourceVersion: '7',
      labels,
      ...(owned ? { ownerReferences: [owner] } : {}),
      ...metadata,
    },
    spec: { containers: [], nodeName: 'n' },
    status: { phase, conditions },
  };
}

const reconcile = (set: ReplicaSet, pods: Pod[]) => reconcileReplicaSet({ replicaSet: set, pods, relatedPods: pods }, NOW);
/** Actions as data, without their follow-ups. */
const plain = (stages: readonly (readonly PlannedAction[])[]) => JSON.parse(JSON.stringify(stages));

test('a pod rejected in its creation second is replaced in the next second, not endlessly at once', () => {
  const refused = (creationTimestamp: string) => pod('a', { phase: 'Failed', metadata: { creationTimestamp } });
  const made = (pods: Pod[]) => {
    const { stages, wakeAt } = reconcile(replicaSet(1), pods);
    return [stages.flat().filter((action) => action.type === 'create').length, wakeAt];
  };
  expect(made([refused('2026-01-01T00:00:00Z')])).toEqual([0, { at: NOW + 1_000, timer: { name: 'pod-replacement' } }]);
  expect(made([refused('2025-12-31T23:59:59Z')])).toEqual([1, undefined]);
});

test('a missing pod is created from the template, with generated name and owner of the ReplicaSet', () => {
  const { stages } = reconcile(replicaSet(2), []);
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', generateName: 'web-1-', labels: { app: 'web' }, ownerReferences: [owner] },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  };
  const create = { type: 'create', resource: resources.pods, object };
  expect(plain(stages)).toEqual([[create, create]]);
  expect(stages[0]?.[0]?.onDone?.({ metadata: { name: 'web-1-abcde' } })).toMatchObject({
    type: 'record',
    eventType: 'Normal',
    reason: 'SuccessfulCreate',
    message: 'Created pod: web-1-abcde',
  });
});

test('a refused pod is an event and a condition', () => {
  const [create] = reconcile(replicaSet(1), []).stages[0] ?? [];
  const [event, status] = create?.onRefused?.('pods "web-1-" is forbidden') ?? [];
  expect(event).toMatchObject({ eventType: 'Warning', reason: 'FailedCreate', message: 'Error creating: pods "web-1-" is forbidden' });
  expect(status).toMatchObject({
    type: 'update',
    subresource: 'status',
    object: {
      status: {
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'pods "web-1-" is forbidden',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      },
    },
  });
});

test('a resolved failure removes its condition', () => {
  const failed = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' };
  const { stages } = reconcile(
    replicaSet(0, { status: { replicas: 0, observedGeneration: 1, conditions: [failed], terminatingReplicas: 0 } }),
    [],
  );
  expect(plain(stages)).toMatchObject([
    [{ type: 'update', subresource: 'status', object: { status: { replicas: 0, observedGeneration: 1 } } }],
  ]);
  expect(plain(stages)[0][0].object.status).not.toHaveProperty('conditions');
});

test('not more than 500 pods are made at once', () => {
  expect(reconcile(replicaSet(1_200), []).stages[0]).toHaveLength(500);
});

test('pods too many are deleted, the least useful first, by uid', () => {
  const { stages } = reconcile(replicaSet(1), [pod('a', { ready: '2025-12-31T00:00:00Z' }), pod('b')]);
  expect(plain(stages)[0]).toEqual([
    {
      type: 'delete',
      resource: resources.pods,
      name: { namespace: 'shop', name: 'b' },
      deletion: { uid: 'uid-b' },
      tolerate: ['NotFound'],
    },
  ]);
  expect(stages[0]?.[0]?.onDone?.(undefined)).toMatchObject({ reason: 'SuccessfulDelete', message: 'Deleted pod: b' });
});

test('an orphan that is selected is adopted, and counts', () => {
  const { stages } = reconcile(replicaSet(1), [pod('orphan', { owned: false })]);
  expect(plain(stages)).toMatchObject([
    [
      {
        type: 'patch',
        patch: { type: 'merge', body: { metadata: { uid: 'uid-orphan', resourceVersion: '7', ownerReferences: [owner] } } },
      },
    ],
    [{ type: 'update', subresource: 'status', object: { status: { replicas: 1, fullyLabeledReplicas: 1 } } }],
  ]);
});

test('a pod that no longer matches is released and replaced', () => {
  const { stages } = reconcile(replicaSet(1), [pod('changed', { labels: { app: 'debug' } })]);
  expect(plain(stages)).toMatchObject([[{ type: 'patch', patch: { body: { metadata: { ownerReferences: [] } } } }], [{ type: 'create' }]]);
});

test('finished and terminating pods are not counted as replicas, and the status has the terminating ones', () => {
  const ending = pod('ending', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
  const { stages } = reconcile(replicaSet(1), [ending, pod('failed', { phase: 'Failed' })]);
  expect(plain(stages)).toMatchObject([
    [{ type: 'create' }],
    [{ type: 'update', object: { status: { replicas: 0, terminatingReplicas: 1 } } }],
  ]);
});

test('a pod is available after minReadySeconds of readiness, when the next reconcile is due', () => {
  const set = replicaSet(1);
  const slow = { ...set, spec: { ...set.spec, minReadySeconds: 30 } } as ReplicaSet;
  const early = reconcile(slow, [pod('a', { ready: '2025-12-31T23:59:40Z' })]);
  expect(plain(early.stages)).toMatchObject([[{ object: { status: { replicas: 1, readyReplicas: 1 } } }]]);
  expect(plain(early.stages)[0][0].object.status).not.toHaveProperty('availableReplicas');
  expect(early.wakeAt).toEqual({ at: NOW + 10_000, timer: { name: 'min-ready-seconds' } });
  const late = reconcile(slow, [pod('a', { ready: '2025-12-31T23:59:30Z' })]);
  expect(plain(late.stages)).toMatchObject([[{ object: { status: { availableReplicas: 1 } } }]]);
  expect(late.wakeAt).toBeUndefined();
});

test('a ReplicaSet in its desired state has an empty plan', () => {
  const status = { replicas: 1, fullyLabeledReplicas: 1, observedGeneration: 1, terminatingReplicas: 0 };
  expect(reconcile(replicaSet(1, { status }), [pod('a')])).toEqual({ stages: [] });
});

test('a ReplicaSet under deletion creates no pods', () => {
  const set = replicaSet(3);
  const ending = { ...set, metadata: { ...set.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(reconcile(ending, [])).toEqual({ stages: [] });
});
