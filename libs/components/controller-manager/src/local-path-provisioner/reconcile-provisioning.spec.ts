import type { Plan } from '@klockwork/controller-runtime';
import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileProvisioning, reconcileRelease } from './reconcile-provisioning.ts';

const storageClass = { provisioner: 'rancher.io/local-path', reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer' };
const ASKED = { 'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path', 'volume.kubernetes.io/selected-node': 'node-2' };
const BEGUN = 'Normal Provisioning: External provisioner is provisioning volume for claim "shop/data"';
const FAILED = 'Warning ProvisioningFailed: failed to provision volume with StorageClass "standard": ';

function claim(over: PersistentVolumeClaim = {}): PersistentVolumeClaim {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'standard', resources: { requests: { storage: '1Gi' } }, ...over.spec };
  const metadata = { namespace: 'shop', name: 'data', uid: 'u1', annotations: ASKED, ...over.metadata };
  return { metadata, spec, ...(over.status && { status: over.status }) };
}

function told({ stages }: Plan): unknown[] {
  return stages.flat().map((action) => {
    if (action.type === 'record') return `${action.eventType} ${action.reason}: ${action.message}`;
    return action.type === 'patch' ? action.patch.body : action.type;
  });
}

test('a claim with a selected node gets a volume, a folder of that node', () => {
  const { stages } = reconcileProvisioning({ claim: claim(), storageClass, volume: undefined });
  const [, [create] = []] = stages;
  expect(told({ stages })).toEqual([BEGUN, 'create']);
  expect(create).toMatchObject({
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: {
        name: 'pvc-u1',
        annotations: { 'local.path.provisioner/selected-node': 'node-2', 'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path' },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data', uid: 'u1' },
        hostPath: { path: '/var/local-path-provisioner/pvc-u1_shop_data', type: 'DirectoryOrCreate' },
        nodeAffinity: {
          required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-2'] }] }] },
        },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: 'standard',
        volumeMode: 'Filesystem',
      },
    },
  });
  expect(create?.onDone?.(undefined)).toMatchObject({ reason: 'ProvisioningSucceeded', message: 'Successfully provisioned volume pvc-u1' });
});

test.each<[string, PersistentVolumeClaim, string]>([
  [
    'for many nodes',
    claim({ spec: { accessModes: ['ReadWriteMany'] } }),
    'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
  ],
  ['by labels', claim({ spec: { selector: {} } }), 'claim.Spec.Selector is not supported'],
  [
    'before there is a node',
    claim({ metadata: { annotations: { 'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path' } } }),
    'configuration error, no node was specified',
  ],
])('no volume is made %s', (_, one, problem) => {
  expect(told(reconcileProvisioning({ claim: one, storageClass, volume: undefined }))).toEqual([BEGUN, `${FAILED}${problem}`]);
});

test.each<[string, PersistentVolumeClaim]>([
  ['of another provisioner', claim({ metadata: { annotations: {} } })],
  ['with a volume', claim({ spec: { volumeName: 'disk' } })],
  ['under deletion', claim({ metadata: { deletionTimestamp: 'x' } })],
])('a claim %s gets no volume', (_, one) => {
  expect(told(reconcileProvisioning({ claim: one, storageClass, volume: undefined }))).toEqual([]);
});

const made = (phase: string, policy = 'Delete', by = 'rancher.io/local-path'): PersistentVolume => ({
  metadata: { name: 'pvc-u1', annotations: { 'pv.kubernetes.io/provisioned-by': by } },
  spec: { persistentVolumeReclaimPolicy: policy },
  status: { phase },
});

test('a volume grows with its claim', () => {
  const status = { phase: 'Bound', capacity: { storage: '1Gi' } };
  const grown = claim({ spec: { volumeName: 'pvc-u1', resources: { requests: { storage: '2Gi' } } }, status });
  expect(told(reconcileProvisioning({ claim: grown, storageClass, volume: made('Bound') }))).toEqual([
    'Normal Resizing: External resizer is resizing volume pvc-u1',
    { spec: { capacity: { storage: '2Gi' } } },
    { status: { capacity: { storage: '2Gi' } } },
    'Normal VolumeResizeSuccessful: Resize volume succeeded',
  ]);
  const same = claim({ spec: { volumeName: 'pvc-u1' }, status });
  expect(told(reconcileProvisioning({ claim: same, storageClass, volume: made('Bound') }))).toEqual([]);
});

test.each<[string, PersistentVolume, unknown[]]>([
  ['in phase Released is deleted', made('Released'), ['delete']],
  ['with policy Retain is kept', made('Released', 'Retain'), []],
  ['in phase Bound is kept', made('Bound'), []],
  ['of another provisioner is ignored', made('Released', 'Delete', 'example.com/disks'), []],
])('a volume %s', (_, volume, expected) => {
  expect(told(reconcileRelease(volume))).toEqual(expected);
});
