import { describe, expect, test } from 'vitest';
import type { Change } from '../kind.ts';
import { podEvent } from './pod.events.ts';
import type { Pod } from './pod.ts';

const web: Pod = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'nginx:1' }], terminationGracePeriodSeconds: 30 },
  status: { phase: 'Pending' },
};
const owned = {
  ...web,
  metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: '1', controller: true }] },
};
const bound = { ...web, spec: { ...web.spec, nodeName: 'node-1' } } as Pod;
const running = {
  ...web,
  status: { phase: 'Running', containerStatuses: [{ restartCount: 2 }], conditions: [{ type: 'Ready', status: 'True' }] },
} as Pod;
const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' };

describe('the event of a pod', () => {
  test.each<[string, Pick<Change<Pod>, 'verb' | 'next'> & Partial<Change<Pod>>, object]>([
    [
      'created by a controller',
      { verb: 'create', next: owned },
      { type: 'PodCreated', data: { owner: 'ReplicaSet/web-1', images: ['nginx:1'] } },
    ],
    ['bound', { verb: 'update', subresource: 'binding', next: bound }, { type: 'PodBound', data: { node: 'node-1' } }],
    [
      'reported',
      { verb: 'update', subresource: 'status', next: running },
      { type: 'PodStatusReported', data: { phase: 'Running', ready: true, restarts: 2 } },
    ],
    [
      'that fits no node',
      { verb: 'update', subresource: 'status', next: { ...web, status: { conditions: [unschedulable] } } },
      { type: 'PodUnschedulable', data: { reason: 'Unschedulable', message: '0/3 nodes are available' } },
    ],
    [
      'with another image',
      { verb: 'update', next: { ...web, spec: { containers: [{ name: 'web', image: 'nginx:2' }] } } },
      { type: 'PodImageChanged', data: { images: { web: 'nginx:2' } } },
    ],
    [
      'with another spec',
      { verb: 'update', next: { ...web, spec: { ...web.spec, activeDeadlineSeconds: 5 } } as Pod },
      { type: 'PodSpecUpdated', data: { changed: ['spec.activeDeadlineSeconds'] } },
    ],
    [
      'with other labels',
      { verb: 'update', next: { ...web, metadata: { ...web.metadata, labels: { app: 'web', tier: 'front' } } } },
      { type: 'PodLabelsChanged', data: { changed: ['tier'] } },
    ],
    [
      'with other annotations',
      { verb: 'update', next: { ...web, metadata: { ...web.metadata, annotations: { a: 'b' } } } },
      { type: 'PodMetadataUpdated', data: { changed: ['metadata.annotations'] } },
    ],
    [
      'given a debugger',
      {
        verb: 'update',
        subresource: 'ephemeralcontainers',
        next: { ...web, spec: { ...web.spec, ephemeralContainers: [{ name: 'debug' }] } } as Pod,
      },
      { type: 'PodEphemeralContainersAdded', data: { containers: ['debug'] } },
    ],
    [
      'asked to end',
      { verb: 'mark-deleted', next: { ...web, metadata: { deletionGracePeriodSeconds: 30 } } },
      { type: 'PodDeletionRequested', data: { graceSeconds: 30 } },
    ],
    [
      'evicted',
      { verb: 'mark-deleted', subresource: 'eviction', next: { ...web, metadata: { deletionGracePeriodSeconds: 5 } } },
      { type: 'PodEvicted', data: { graceSeconds: 5 } },
    ],
    ['gone', { verb: 'delete', next: bound }, { type: 'PodDeleted', data: { phase: 'Pending', node: 'node-1' } }],
  ])('a pod event has the right name and data: %s', (_, change, expected) => {
    expect(podEvent({ subresource: '', previous: web, ...change })).toEqual(expected);
  });
});
