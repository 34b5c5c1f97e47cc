import { SeededRandom } from '@klockwork/kernel';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { nodeInfo, placedPod } from '../node-info.ts';
import { type Placement, schedulePod } from '../schedule-pod.ts';
import type { SchedulingView } from '../scheduling-view.ts';
import { aSchedulingView } from '../testing/scheduling-view.ts';

const HELPLESS = 'Preemption is not helpful for scheduling';
const pod = aPod({ metadata: { name: 'web' }, spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });

function claim(over: PersistentVolumeClaim = {}): PersistentVolumeClaim {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'late', resources: { requests: { storage: '1Gi' } }, ...over.spec };
  return { ...over, metadata: { name: 'data', namespace: 'default', uid: 'u1', ...over.metadata }, spec };
}

function volume(name: string, at: string, spec: PersistentVolume['spec'] = {}): PersistentVolume {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [at] }];
  const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
  const own = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 'late', nodeAffinity };
  return { metadata: { name }, spec: { ...own, ...spec }, status: { phase: 'Available' } };
}

const bound = (volumeName: string, modes = ['ReadWriteOnce']) =>
  claim({
    metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
    spec: { volumeName, accessModes: modes },
    status: { phase: 'Bound' },
  });

const classes: readonly StorageClass[] = [
  { metadata: { name: 'late' }, provisioner: 'example.com/disks', volumeBindingMode: 'WaitForFirstConsumer' },
  { metadata: { name: 'manual' }, provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' },
  { metadata: { name: 'now' }, provisioner: 'example.com/disks', volumeBindingMode: 'Immediate' },
];

function view(one: PersistentVolumeClaim | undefined, volumes: readonly PersistentVolume[]): SchedulingView {
  return aSchedulingView({
    claim: (namespace, name) => (namespace === 'default' && name === 'data' ? one : undefined),
    volume: (name) => volumes.find(({ metadata }) => metadata?.name === name),
    volumes: () => volumes,
    storageClass: (name) => classes.find(({ metadata }) => metadata?.name === name),
  });
}

function place(one: PersistentVolumeClaim | undefined, volumes: readonly PersistentVolume[] = [], user = false): Placement {
  const nodes = ['a', 'b'].map((name) => nodeInfo(aNode({ metadata: { name } }), user && name === 'a' ? [placedPod(pod)] : []));
  return schedulePod(pod, nodes, { random: new SeededRandom(1), view: view(one, volumes) });
}

test.each<[string, PersistentVolumeClaim | undefined, string]>([
  ['a claim that is not there', undefined, 'persistentvolumeclaim "data" not found'],
  ['a claim that is going', claim({ metadata: { deletionTimestamp: 'x' } }), 'persistentvolumeclaim "data" is being deleted'],
  [
    'a claim that lost its volume',
    claim({ spec: { volumeName: 'disk' }, status: { phase: 'Lost' } }),
    'persistentvolumeclaim "data" bound to non-existent persistentvolume "disk"',
  ],
  ['a claim that should have a volume', claim({ spec: { storageClassName: 'now' } }), 'pod has unbound immediate PersistentVolumeClaims'],
  ['a claim of no class', claim({ spec: { storageClassName: '' } }), 'pod has unbound immediate PersistentVolumeClaims'],
  ['a claim whose binding is under way', claim({ spec: { volumeName: 'disk' } }), 'pod has unbound immediate PersistentVolumeClaims'],
])('a pod with %s runs nowhere', (_, one, text) => {
  expect(place(one)).toMatchObject({ refused: `0/2 nodes are available: ${text}. not found` });
});

test('a pod is scheduled to the node of its volume', () => {
  expect(place(bound('disk'), [volume('disk', 'b')])).toMatchObject({ node: 'b' });
});

test.each<[string, PersistentVolumeClaim, PersistentVolume[], string]>([
  ['is elsewhere', bound('disk'), [volume('disk', 'c')], "2 node(s) didn't match PersistentVolume's node affinity"],
  ['is gone', bound('disk'), [], '2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'],
  ['nobody makes', claim({ spec: { storageClassName: 'manual' } }), [], "2 node(s) didn't find available persistent volumes to bind"],
  [
    'is to be made elsewhere',
    claim({ metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'c' } } }),
    [],
    "2 node(s) didn't find available persistent volumes to bind",
  ],
])('a pod whose volume %s fits no node', (_, one, volumes, reason) => {
  expect(place(one, volumes)).toMatchObject({
    refused: `0/2 nodes are available: ${reason}. no new claims to deallocate, preemption: 0/2 nodes are available: 2 ${HELPLESS}.`,
  });
});

test('a late claim binds a volume on its node, or provisions one there', () => {
  const [one, disk] = [claim({ spec: { storageClassName: 'manual' } }), volume('disk', 'b', { storageClassName: 'manual' })];
  expect(place(one, [disk])).toMatchObject({ node: 'b', volumes: { bind: [{ claim: one, volume: disk }], provision: [] } });
  expect(place(claim())).toMatchObject({ node: expect.stringMatching(/^[ab]$/), volumes: { bind: [], provision: [claim()] } });
});

test('a ReadWriteOncePod claim keeps a second pod from every node', () => {
  const alone = bound('disk', ['ReadWriteOncePod']);
  const disk = volume('disk', 'a', { accessModes: ['ReadWriteOncePod'] });
  expect(place(alone, [disk])).toMatchObject({ node: 'a' });
  const reason = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';
  expect(place(alone, [disk], true)).toMatchObject({ refused: expect.stringContaining(`0/2 nodes are available: 2 ${reason}.`) });
});

test('a pod with an ephemeral volume waits for its claim, and rejects a foreign claim of that name', () => {
  const ephemeral = { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } };
  const own = aPod({ metadata: { name: 'web', namespace: 'default', uid: 'p1' }, spec: { volumes: [{ name: 'v', ephemeral }] } });
  const placed = (one: PersistentVolumeClaim | undefined) =>
    schedulePod(own, [nodeInfo(aNode(), [])], { random: new SeededRandom(1), view: { ...view(undefined, []), claim: () => one } });
  expect(placed(undefined)).toEqual({
    refused: '0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-v". not found',
  });
  expect(placed(claim())).toEqual({
    refused: '0/1 nodes are available: PVC default/web-v was not created for pod default/web (pod is not owner). not found',
  });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'p1', controller: true }];
  expect(placed(claim({ metadata: { ownerReferences } }))).toMatchObject({ node: 'node-1' });
});
