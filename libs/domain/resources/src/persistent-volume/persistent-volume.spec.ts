import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { persistentVolumeKind } from './persistent-volume.kind.ts';
import type { PersistentVolume } from './persistent-volume.ts';

const AT = '2026-01-01T00:00:00Z';
const NOW = Date.parse('2026-01-01T00:01:00Z');

type Spec = NonNullable<PersistentVolume['spec']>;

function aVolume(spec: Partial<Spec> = {}): PersistentVolume {
  const own: Spec = { capacity: { storage: '1024Mi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } };
  return { metadata: { name: 'disk', resourceVersion: '1', creationTimestamp: AT }, spec: { ...own, ...spec } };
}

test('a volume is retained and holds a file system by default', () => {
  const { object, errors } = tryCreate(persistentVolumeKind, aVolume());
  expect(object.spec).toEqual({
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/data', type: '' },
    persistentVolumeReclaimPolicy: 'Retain',
    volumeMode: 'Filesystem',
  });
  expect([object.status, errors]).toEqual([{ phase: 'Pending', lastPhaseTransitionTime: AT }, []]);
});

test('a volume is printed with its claim', () => {
  const claimRef = { namespace: 'shop', name: 'data' };
  const volume = { ...aVolume({ claimRef, storageClassName: 'fast', accessModes: ['ReadWriteMany', 'ReadWriteOnce'] }) };
  const { object } = tryCreate(persistentVolumeKind, volume);
  expect(rowOf(persistentVolumeKind, { ...object, status: { phase: 'Bound' } }, NOW)).toEqual({
    Name: 'disk',
    Capacity: '1Gi',
    'Access Modes': 'RWO,RWX',
    'Reclaim Policy': 'Retain',
    Status: 'Bound',
    Claim: 'shop/data',
    StorageClass: 'fast',
    VolumeAttributesClass: '<unset>',
    Reason: '',
    Age: '60s',
    'VolumeMode (wide)': 'Filesystem',
  });
});

const TERMS = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] } };

test.each<[string, Partial<Spec>, string[]]>([
  ['of nothing', { hostPath: undefined } as never, ['spec: Required value: must specify a volume type']],
  ['of two things', { nfs: { server: 'a', path: '/b' } }, ['spec.nfs: Forbidden: may not specify more than 1 volume type']],
  ['without modes', { accessModes: [] }, ['spec.accessModes: Required value']],
  [
    'with modes that exclude each other',
    { accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] },
    ['spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes'],
  ],
  [
    'with a mistyped mode',
    { accessModes: ['ReadWriteOne'] },
    [
      'spec.accessModes: Unsupported value: "ReadWriteOne": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
    ],
  ],
  ['of no size', { capacity: {} }, ['spec.capacity: Required value', 'spec.capacity: Unsupported value: {}: supported values: "storage"']],
  [
    'of less than nothing',
    { capacity: { storage: '-1' } },
    [
      'spec.capacity[storage]: Invalid value: -1: must be a valid resource quantity',
      'spec.capacity[storage]: Invalid value: "-1": must be greater than zero',
    ],
  ],
  ['of size zero', { capacity: { storage: '0' } }, ['spec.capacity[storage]: Invalid value: "0": must be greater than zero']],
  [
    'with another policy',
    { persistentVolumeReclaimPolicy: 'Forget' },
    ['spec.persistentVolumeReclaimPolicy: Unsupported value: "Forget": supported values: "Delete", "Recycle", "Retain"'],
  ],
  ['that leaves its folder', { hostPath: { path: '/a/../b' } }, [`spec.hostPath.path: Invalid value: "/a/../b": must not contain '..'`]],
  [
    'of a node that it does not name',
    { hostPath: undefined, local: { path: '/mnt' } } as never,
    ['spec.nodeAffinity: Required value: Local volume requires node affinity'],
  ],
  ['of a driver that does not know it', { hostPath: undefined, csi: { driver: 'x' } } as never, ['spec.csi.volumeHandle: Required value']],
  [
    'that is nowhere',
    { nodeAffinity: { required: { nodeSelectorTerms: [] } } },
    ['spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term'],
  ],
  [
    'that would wipe a node',
    { hostPath: { path: '/' }, persistentVolumeReclaimPolicy: 'Recycle' },
    ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
  ],
  ['of another mode', { volumeMode: 'Tape' }, ['spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"']],
])('a volume %s is refused', (_, spec, refusals) => {
  expect(tryCreate(persistentVolumeKind, aVolume(spec)).errors).toEqual(refusals);
});

test('the expansion secret may be added later, and then stays', () => {
  const csi = { driver: 'disks.example.com', volumeHandle: 'vol-1' };
  const { object } = tryCreate(persistentVolumeKind, aVolume({ hostPath: undefined, csi }));
  const withSecret = (name: string) => ({ ...csi, controllerExpandSecretRef: { name, namespace: 'kube-system' } });
  const added = tryUpdate(persistentVolumeKind, object, (draft) => Object.assign(draft.spec!, { csi: withSecret('a') }));
  expect(added.errors).toEqual([]);
  const changed = tryUpdate(persistentVolumeKind, added.object, (draft) => Object.assign(draft.spec!, { csi: withSecret('b') }));
  expect(changed.errors).toEqual([expect.stringContaining('spec.persistentvolumesource: Forbidden: ')]);
});

test('the source of a volume is immutable, its capacity may change', () => {
  const { object } = tryCreate(persistentVolumeKind, aVolume({ nodeAffinity: TERMS }));
  const { errors } = tryUpdate(persistentVolumeKind, object, (draft) => {
    draft.spec = { ...draft.spec, hostPath: { path: '/other', type: '' }, volumeMode: 'Block', capacity: { storage: '2Gi' } };
    delete draft.spec.nodeAffinity;
  });
  expect(errors).toEqual([
    'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n' +
      '@@ -2,7 +2,7 @@\n' +
      '  "GCEPersistentDisk": null,\n' +
      '  "AWSElasticBlockStore": null,\n' +
      '  "HostPath": {\n' +
      '-  "Path": "/data",\n' +
      '+  "Path": "/other",\n' +
      '   "Type": ""\n' +
      '  },\n' +
      '  "Glusterfs": null,\n',
    'volumeMode: Invalid value: "Block": field is immutable',
    'nodeAffinity: Invalid value: null: field is immutable, except for updating from beta label to GA',
  ]);
});

test('a topology label may be renamed to its present name', () => {
  const zone = (key: string, value: string) => ({
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] },
  });
  const { object } = tryCreate(persistentVolumeKind, aVolume({ nodeAffinity: zone('failure-domain.beta.kubernetes.io/zone', 'a') }));
  const moved = (value: string) =>
    tryUpdate(persistentVolumeKind, object, (draft) => {
      draft.spec = { ...draft.spec, nodeAffinity: zone('topology.kubernetes.io/zone', value) };
    }).errors;
  expect(moved('a')).toEqual([]);
  expect(moved('b')).toEqual([
    'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"topology.kubernetes.io/zone","Operator":"In","Values":["b"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
  ]);
});

test('the status records the time of the last phase change', () => {
  const { object } = tryCreate(persistentVolumeKind, aVolume());
  const draft = { ...object, spec: {}, status: { phase: 'Available' } };
  persistentVolumeKind.status?.prepareForUpdate(draft, object, { now: NOW, subresource: 'status', user: 'admin' });
  expect([draft.spec, draft.status]).toEqual([object.spec, { phase: 'Available', lastPhaseTransitionTime: '2026-01-01T00:01:00Z' }]);
});

test('recycling causes a warning', () => {
  expect(tryCreate(persistentVolumeKind, aVolume({ persistentVolumeReclaimPolicy: 'Recycle' })).warnings).toEqual([
    'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
  ]);
});

test.each([
  ['Pending', 'Available', '', { type: 'PersistentVolumeBecameAvailable', data: {} }],
  ['Available', 'Bound', '', { type: 'PersistentVolumeBound', data: { claim: 'shop/data' } }],
  ['Bound', 'Released', '', { type: 'PersistentVolumeReleased', data: { claim: 'shop/data' } }],
  ['Released', 'Failed', 'no', { type: 'PersistentVolumeFailed', data: { message: 'no' } }],
  ['Bound', 'Bound', 'x', { type: 'PersistentVolumeUpdated', data: { changed: ['status.message'] } }],
])('the log names a volume change from %s to %s', (before, phase, message, event) => {
  const volume = aVolume({ claimRef: { namespace: 'shop', name: 'data' } });
  const [previous, next] = [
    { ...volume, status: { phase: before, message: '' } },
    { ...volume, status: { phase, message } },
  ];
  expect(persistentVolumeKind.event({ verb: 'update', subresource: 'status', previous, next })).toEqual(event);
});

test('only CSI volumes have an attributes class, which is never removed', () => {
  const attributed = (volumeAttributesClassName: string, more: object = {}) =>
    aVolume({ volumeAttributesClassName, ...more } as Partial<Spec>);
  expect(tryCreate(persistentVolumeKind, attributed('')).errors).toEqual([
    'spec.volumeAttributesClassName: Required value: an empty string is disallowed',
    'spec.csi: Required value: has to be specified when using volumeAttributesClassName',
  ]);
  const { object } = tryCreate(persistentVolumeKind, attributed('gold', { hostPath: undefined, csi: { driver: 'd', volumeHandle: 'h' } }));
  const { errors } = tryUpdate(persistentVolumeKind, object, (draft) => {
    delete (draft.spec as { volumeAttributesClassName?: string }).volumeAttributesClassName;
  });
  expect(errors).toEqual(['spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden']);
});

test('a deprecated volume source causes a warning', () => {
  const matchExpressions = [{ key: 'beta.kubernetes.io/arch', operator: 'In', values: ['amd64'] }];
  const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
  const spec = { nodeAffinity, hostPath: undefined, persistentVolumeReclaimPolicy: 'Recycle', rbd: { image: 'i', monitors: ['m'] } };
  expect(tryCreate(persistentVolumeKind, aVolume(spec as Partial<Spec>)).warnings).toEqual([
    'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
    'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    'spec.rbd: deprecated in v1.28, non-functional in v1.31+',
  ]);
});
