import type { CSINode, VolumeAttachment } from '@klockwork/kubernetes-types';
import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import type { SchedulingView } from '../../scheduling-view.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { aSchedulingView } from '../../testing/scheduling-view.ts';
import { nodeVolumeLimits } from './node-volume-limits.filter.ts';

const DRIVER = 'disks.example.com';
const TOO_MANY: Refusal = { reasons: ['node(s) exceed max volume count'], resolvable: true };

function claim(name: string, isBound = true): PersistentVolumeClaim {
  return {
    metadata: { name, namespace: 'default', annotations: { ...(isBound && { 'pv.kubernetes.io/bind-completed': 'yes' }) } },
    spec: { storageClassName: 'late', ...(isBound && { volumeName: `pv-${name}` }) },
  };
}

function volume(name: string): PersistentVolume {
  const csi = name.startsWith('pv-local') ? {} : { csi: { driver: DRIVER, volumeHandle: name } };
  return { metadata: { name }, spec: csi };
}

/** Returns a cluster whose claims are bound, except `new-…`. */
function view(count: number | undefined, attached: readonly string[] = []): SchedulingView {
  const driver = { name: DRIVER, nodeID: 'a', topologyKeys: [], ...(count !== undefined && { allocatable: { count } }) };
  const csiNode: CSINode = { metadata: { name: 'a' }, spec: { drivers: [driver] } };
  const attachment = (name: string): VolumeAttachment => ({
    spec: { attacher: DRIVER, nodeName: 'a', source: { persistentVolumeName: name } },
  });
  return aSchedulingView({
    claim: (_, name) => claim(name, !name.startsWith('new-')),
    volume,
    storageClass: () => ({ provisioner: DRIVER, volumeBindingMode: 'WaitForFirstConsumer' }),
    csiNode: () => csiNode,
    volumeAttachments: () => attached.map(attachment),
  });
}

function podWith(name: string, ...claims: string[]) {
  const volumes = claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } }));
  return aPod({ metadata: { name, namespace: 'default' }, spec: { volumes } });
}

test.each<[string, { wants: string[]; has?: string[]; attached?: string[]; count?: number }, Refusal | undefined]>([
  ['a driver without a count has no limit', { wants: ['a', 'b'] }, undefined],
  ['volumes within the count fit', { wants: ['a'], has: ['b'], count: 2 }, undefined],
  ['a volume beyond the count is refused', { wants: ['a'], has: ['b', 'c'], count: 2 }, TOO_MANY],
  ['a count of 0 refuses every volume', { wants: ['a'], count: 0 }, TOO_MANY],
  ['a volume that the node has already is not counted again', { wants: ['b'], has: ['b', 'c'], count: 2 }, undefined],
  ['an attached volume without a pod counts', { wants: ['a'], attached: ['pv-x', 'pv-y'], count: 2 }, TOO_MANY],
  ['an attached volume of a pod counts once', { wants: ['a'], has: ['b'], attached: ['pv-b'], count: 2 }, undefined],
  ['a claim without a volume counts for its provisioner', { wants: ['new-a'], has: ['b'], count: 1 }, TOO_MANY],
  ['volumes of other types do not count', { wants: ['local'], has: ['b'], count: 1 }, undefined],
])('%s', (_, { wants, has = [], attached, count }, refusal) => {
  const cluster = view(count, attached);
  const node = nodeWith(aNode({ metadata: { name: 'a' } }), podWith('other', ...has));
  expect(nodeVolumeLimits.refuse(candidateOf(podWith('web', ...wants), cluster), node)).toEqual(refusal);
});
