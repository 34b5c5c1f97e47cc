import type { PlannedAction } from '@klockwork/controller-runtime';
import type { Node, Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type PodGcView, reconcilePodGc } from './reconcile-pod-gc.ts';

const NOW = Date.UTC(2026, 0, 1);
const pod = (nodeName: string | undefined, metadata = {}, phase = 'Running'): Pod => ({
  metadata: { namespace: 'shop', name: 'web', uid: 'p', ...metadata },
  spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
  status: { phase },
});
const ending = { deletionTimestamp: '2026-01-01T00:00:00Z' };
const node: Node = { metadata: { name: 'node-1' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
const plain = (stages: readonly (readonly PlannedAction[])[]) => JSON.parse(JSON.stringify(stages));
const collect = (view: Pick<PodGcView, 'pod'> & Partial<PodGcView>) =>
  reconcilePodGc({ node: undefined, missingSince: NOW, surplus: false, ...view }, NOW);
const gone = { type: 'delete', name: { namespace: 'shop', name: 'web' }, deletion: { gracePeriodSeconds: 0, uid: 'p' } };

test('a pod of a deleted node is marked failed and deleted after the quarantine', () => {
  expect(collect({ pod: pod('node-1'), missingSince: NOW - 10_000 })).toEqual({
    stages: [],
    wakeAt: { at: NOW + 30_000, timer: { name: 'pod-gc-quarantine' } },
  });
  const { stages } = collect({ pod: pod('node-1'), missingSince: NOW - 40_000 });
  const disrupted = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };
  expect(plain(stages)).toMatchObject([
    [{ type: 'update', subresource: 'status', object: { status: { phase: 'Failed', conditions: [disrupted] } } }],
    [gone],
  ]);
});

test('a pod created for a long deleted node stays until the next pass, since its owner replaces it at once', () => {
  const made = pod('absent', { creationTimestamp: '2025-12-31T23:59:55Z' });
  expect(collect({ pod: made, missingSince: NOW - 3_600_000 })).toEqual({
    stages: [],
    wakeAt: { at: NOW + 15_000, timer: { name: 'pod-gc-quarantine' } },
  });
});

test('a pod that was never scheduled and is being deleted is removed', () => {
  const { stages } = collect({ pod: pod(undefined, ending, 'Pending') });
  expect(plain(stages)).toMatchObject([[{ type: 'update', subresource: 'status', object: { status: { phase: 'Failed' } } }], [gone]]);
});

test('a terminating pod on an unready node waits for the node, except with the out-of-service taint', () => {
  const dead: Node = { ...node, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
  expect(collect({ pod: pod('node-1', ending), node: dead })).toEqual({ stages: [] });
  const outOfService = { ...dead, spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }] } };
  const { stages } = collect({ pod: pod('node-1', ending), node: outOfService });
  expect(plain(stages)).toMatchObject([[{ type: 'update', subresource: 'status', object: { status: { phase: 'Failed' } } }], [gone]]);
});

test('a finished pod keeps its phase and is deleted above the threshold', () => {
  const ended = pod('node-1', {}, 'Succeeded');
  expect(collect({ pod: ended, node })).toEqual({ stages: [] });
  expect(plain(collect({ pod: ended, node, surplus: true }).stages)).toMatchObject([[gone]]);
});

test('a pod on its node is left alone', () => {
  expect(collect({ pod: pod('node-1'), node })).toEqual({ stages: [] });
});
