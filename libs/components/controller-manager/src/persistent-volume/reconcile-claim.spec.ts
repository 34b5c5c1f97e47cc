import type { Plan } from '@klockwork/controller-runtime';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileClaim } from './reconcile-claim.ts';

const BOUND = { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' };
const REFERENCE = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data', uid: 'u1', resourceVersion: '7' };
const classes: Record<string, StorageClass> = {
  now: { provisioner: 'example.com/disks', volumeBindingMode: 'Immediate' },
  late: { provisioner: 'example.com/disks', volumeBindingMode: 'WaitForFirstConsumer' },
};

function claim(over: PersistentVolumeClaim = {}): PersistentVolumeClaim {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...over.spec };
  const metadata = { namespace: 'shop', name: 'data', uid: 'u1', resourceVersion: '7', ...over.metadata };
  return { metadata, spec, status: { phase: 'Pending', ...over.status } };
}

function volume(name: string, spec: PersistentVolume['spec'] = {}, phase = 'Available'): PersistentVolume {
  const own = { capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOnce'] };
  return { metadata: { name, resourceVersion: '3' }, spec: { ...own, ...spec }, status: { phase } };
}

/** Patches by object and content, and recorded Events. */
function doneBy({ stages }: Plan): unknown[] {
  return stages.map((actions) =>
    actions.map((action) => {
      if (action.type === 'record') return `${action.eventType} ${action.reason}: ${action.message}`;
      return action.type === 'patch' ? [action.resource.resource, action.subresource ?? '', action.patch.body] : action.type;
    }),
  );
}

const reconcile = (one: PersistentVolumeClaim, volumes: PersistentVolume[] = [], unscheduledPods: string[] = [], defaultClass?: string) =>
  doneBy(reconcileClaim({ claim: one, volumes, storageClass: classes[one.spec?.storageClassName ?? ''], defaultClass, unscheduledPods }));

const completed = ['persistentvolumeclaims', '', { metadata: { resourceVersion: '7', annotations: BOUND }, spec: { volumeName: 'disk' } }];
const claimStatus = [
  'persistentvolumeclaims',
  'status',
  { status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } } },
];
const volumeStatus = ['persistentvolumes', 'status', { status: { phase: 'Bound', message: null } }];

test('a claim and the volume that suits it come together in four writes', () => {
  const annotations = { 'pv.kubernetes.io/bound-by-controller': 'yes' };
  expect(reconcile(claim(), [volume('disk')])).toEqual([
    [['persistentvolumes', '', { metadata: { resourceVersion: '3', annotations }, spec: { claimRef: REFERENCE } }]],
    [volumeStatus],
    [completed],
    [claimStatus],
  ]);
});

test('an interrupted bind resumes and completes', () => {
  const bound = volume('disk', { claimRef: REFERENCE }, 'Bound');
  expect(reconcile(claim(), [bound])).toEqual([[completed], [claimStatus]]);
  const half = claim({ metadata: { annotations: BOUND }, spec: { volumeName: 'disk' } });
  expect(reconcile(half, [bound])).toEqual([[claimStatus]]);
  expect(reconcile({ ...half, status: { phase: 'Bound' } }, [bound])).toEqual([]);
});

test('a volume reserved by a user has no bound-by-controller annotation', () => {
  const reserved = volume('disk', { claimRef: { namespace: 'shop', name: 'data' } });
  expect(reconcile(claim(), [reserved])[0]).toEqual([
    ['persistentvolumes', '', { metadata: { resourceVersion: '3', annotations: {} }, spec: { claimRef: REFERENCE } }],
  ]);
});

const EXTERNAL =
  "Normal ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'example.com/disks' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.";
const NONE = 'Normal FailedBinding: no persistent volumes available for this claim and no storage class is set';
const other = { namespace: 'shop', name: 'other', uid: 'u2' };
const asking = claim({ spec: { volumeName: 'disk' } });

test.each<[string, PersistentVolumeClaim, PersistentVolume[], string[], string]>([
  ['of no class waits for a volume', claim(), [], [], NONE],
  [
    'of a class that is not there',
    claim({ spec: { storageClassName: 'gone' } }),
    [],
    [],
    'Warning ProvisioningFailed: storageclass.storage.k8s.io "gone" not found',
  ],
  [
    'of a late class waits for a pod',
    claim({ spec: { storageClassName: 'late' } }),
    [volume('disk', { storageClassName: 'late' })],
    [],
    'Normal WaitForFirstConsumer: waiting for first consumer to be created before binding',
  ],
  [
    'of a late class waits for its pod to get a node',
    claim({ spec: { storageClassName: 'late' } }),
    [],
    ['web-1'],
    'Normal WaitForPodScheduled: waiting for pod web-1 to be scheduled',
  ],
  [
    'of a late class waits for its pods to get nodes',
    claim({ spec: { storageClassName: 'late' } }),
    [],
    ['web-1', 'web-2'],
    'Normal WaitForPodScheduled: waiting for pods web-1,web-2 to be scheduled',
  ],
  [
    "that wants somebody else's volume",
    asking,
    [volume('disk', { claimRef: other })],
    [],
    'Warning FailedBinding: volume "disk" already bound to a different claim.',
  ],
  [
    'that wants a volume that is too small',
    asking,
    [volume('disk', { capacity: { storage: '1Mi' } })],
    [],
    'Warning VolumeMismatch: Cannot bind to requested volume "disk": requested PV is too small',
  ],
])('a claim %s', (_, one, volumes, pods, told) => {
  expect(reconcile(one, volumes, pods)).toEqual([[told]]);
});

test('a claim with a missing volumeName waits without an Event', () => {
  expect(reconcile(asking)).toEqual([]);
});

test.each([
  ['at once', claim({ spec: { storageClassName: 'now' } })],
  [
    'when its pod has a node',
    claim({ metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'a' } }, spec: { storageClassName: 'late' } }),
  ],
])('the provisioner of the class is requested %s', (_, one) => {
  const annotations = {
    'volume.kubernetes.io/storage-provisioner': 'example.com/disks',
    'volume.beta.kubernetes.io/storage-provisioner': 'example.com/disks',
  };
  expect(reconcile(one)).toEqual([[['persistentvolumeclaims', '', { metadata: { annotations } }], EXTERNAL]]);
  const asked = { ...one, metadata: { ...one.metadata, annotations: { ...one.metadata?.annotations, ...annotations } } };
  expect(reconcile(asked)).toEqual([[EXTERNAL]]);
});

const lost = (told: string) => [[['persistentvolumeclaims', 'status', { status: { phase: 'Lost' } }], told]];
const has = claim({ metadata: { annotations: BOUND }, spec: { volumeName: 'disk' }, status: { phase: 'Bound' } });

test('a claim with a deleted or foreign volume is Lost, with a single Event', () => {
  const told = 'Warning ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!';
  expect(reconcile(has)).toEqual(lost(told));
  expect(reconcile({ ...has, status: { phase: 'Lost' } })).toEqual([]);
  const stolen = 'Warning ClaimMisbound: Two claims are bound to the same volume, this one is bound incorrectly';
  expect(reconcile(has, [volume('disk', { claimRef: other })])).toEqual(lost(stolen));
});

test('a claim older than the default class gets that class, a claim with an empty class does not', () => {
  const given = [[['persistentvolumeclaims', '', { spec: { storageClassName: 'now' } }]]];
  expect(reconcile(claim(), [], [], 'now')).toEqual(given);
  expect(reconcile(claim({ spec: { storageClassName: '' } }), [], [], 'now')).toEqual([[NONE]]);
});
