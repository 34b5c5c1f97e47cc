import type { PlannedAction } from '@klockwork/controller-runtime';
import type { Node, Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcilePodGc } from './reconcile-pod-gc.ts';

const NOW = Date.UTC(2026, 0, 1);
const pod = (nodeName: string | undefined, metadata = {}, phase = 'Running'): Pod => ({
  metadata: { namespace: 'shop', name: 'web', uid: 'p', ...metadata },
  spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
  status: { phase },
});
const ending = { deletionTimestamp: '2026-01-01T00:00:00Z' };
const node: Node = { metadata: { name: 'node-1' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
const plain = (stages: readonly (readonly PlannedAction[])[]) => JSON.parse(JSON.stringify(stages));
const gone = { do: 'delete', name: { namespace: 'shop', name: 'web' }, deletion: { gracePeriodSeconds: 0, uid: 'p' } };

test('a pod of a node that is gone is failed and removed after the quarantine', () => {
  expect(reconcilePodGc({ pod: pod('node-1'), node: undefined, missingSince: NOW - 10_000 }, NOW)).toEqual({
    stages: [],
    wakeAt: { at: NOW + 30_000, timer: { name: 'pod-gc-quarantine' } },
  });
  const { stages } = reconcilePodGc({ pod: pod('node-1'), node: undefined, missingSince: NOW - 40_000 }, NOW);
  const disrupted = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };
  expect(plain(stages)).toMatchObject([
    [{ do: 'update', subresource: 'status', object: { status: { phase: 'Failed', conditions: [disrupted] } } }],
    [gone],
  ]);
});

test('a pod that was never scheduled and is being deleted is removed', () => {
  expect(plain(reconcilePodGc({ pod: pod(undefined, ending), node: undefined, missingSince: NOW }, NOW).stages)).toMatchObject([[gone]]);
});

test('a pod that is terminating on a dead node waits for the node, unless that is out of service', () => {
  const dead: Node = { ...node, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
  expect(reconcilePodGc({ pod: pod('node-1', ending), node: dead, missingSince: NOW }, NOW)).toEqual({ stages: [] });
  const outOfService = { ...dead, spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }] } };
  expect(plain(reconcilePodGc({ pod: pod('node-1', ending), node: outOfService, missingSince: NOW }, NOW).stages)[1]).toMatchObject([gone]);
});

test('a pod on its node is left alone', () => {
  expect(reconcilePodGc({ pod: pod('node-1'), node, missingSince: NOW }, NOW)).toEqual({ stages: [] });
});
