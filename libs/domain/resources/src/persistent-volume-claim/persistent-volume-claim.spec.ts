import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { persistentVolumeClaimKind } from './persistent-volume-claim.kind.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

const AT = '2026-01-01T00:00:00Z';
const NOW = Date.parse('2026-01-01T00:01:00Z');
const SHRUNK = 'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

function aClaim(spec: Partial<Spec> = {}): PersistentVolumeClaim {
  const own: Spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } };
  const metadata = { name: 'data', namespace: 'shop', resourceVersion: '1', creationTimestamp: AT };
  return { metadata, spec: { ...own, ...spec } };
}

/** Returns a claim bound to a volume of 1Gi. */
function aBoundClaim(): PersistentVolumeClaim {
  const { object } = tryCreate(persistentVolumeClaimKind, aClaim({ volumeName: 'disk', storageClassName: 'fast' }));
  return { ...object, status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] } };
}

test('a claim is for files, and pending', () => {
  const { object, errors } = tryCreate(persistentVolumeClaimKind, aClaim());
  expect([object.spec?.volumeMode, object.spec?.resources, object.status, errors]).toEqual([
    'Filesystem',
    { requests: { storage: '1Gi' } },
    { phase: 'Pending' },
    [],
  ]);
});

test('a claim is printed with its allocated storage, and without any before binding', () => {
  const row = { Name: 'data', VolumeAttributesClass: '<unset>', Age: '60s', 'VolumeMode (wide)': 'Filesystem' };
  const { object } = tryCreate(persistentVolumeClaimKind, aClaim());
  const nothing = { Status: 'Pending', Volume: '', Capacity: '', 'Access Modes': '', StorageClass: '' };
  expect(rowOf(persistentVolumeClaimKind, object, NOW)).toEqual({ ...row, ...nothing });
  const something = { Status: 'Bound', Volume: 'disk', Capacity: '1Gi', 'Access Modes': 'RWO', StorageClass: 'fast' };
  expect(rowOf(persistentVolumeClaimKind, aBoundClaim(), NOW)).toEqual({ ...row, ...something });
});

test.each<[string, Partial<Spec>, string]>([
  ['of no size', { resources: {} }, 'spec.resources[storage]: Required value'],
  ['of size zero', { resources: { requests: { storage: '0' } } }, 'spec.resources[storage]: Invalid value: "0": must be greater than zero'],
  ['without modes', { accessModes: [] }, 'spec.accessModes: Required value: at least 1 access mode is required'],
])('a claim %s is refused', (_, spec, refusal) => {
  expect(tryCreate(persistentVolumeClaimKind, aClaim(spec)).errors).toEqual([refusal]);
});

test('a fractional byte causes a warning', () => {
  const { warnings } = tryCreate(
    persistentVolumeClaimKind,
    aClaim({ resources: { requests: { storage: '100m' }, limits: { storage: '1500m' } } }),
  );
  expect(warnings).toEqual([
    'spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
    'spec.resources.limits[storage]: fractional byte value "1500m" is invalid, must be an integer',
  ]);
});

const sized =
  (storage: string) =>
  (draft: { spec?: Partial<Spec> }): void => {
    draft.spec = { ...draft.spec, resources: { requests: { storage } } };
  };

test('a bound claim grows, and shrinks again as long as it has not grown yet', () => {
  const bound = aBoundClaim();
  expect(tryUpdate(persistentVolumeClaimKind, bound, sized('2Gi')).errors).toEqual([]);
  expect(tryUpdate(persistentVolumeClaimKind, bound, sized('512Mi')).errors).toEqual([SHRUNK]);
  const growing = { ...bound, spec: { ...bound.spec, resources: { requests: { storage: '3Gi' } } } };
  expect(tryUpdate(persistentVolumeClaimKind, growing, sized('2Gi')).errors).toEqual([]);
  expect(tryUpdate(persistentVolumeClaimKind, growing, sized('1Gi')).errors).toEqual([SHRUNK]);
});

test('a claim is immutable, except for its volume and class', () => {
  const { object } = tryCreate(persistentVolumeClaimKind, aClaim());
  const { errors } = tryUpdate(persistentVolumeClaimKind, object, sized('2Gi'));
  expect(errors).toEqual([
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n' +
      '@@ -6,7 +6,7 @@\n' +
      '  "Resources": {\n' +
      '   "Limits": null,\n' +
      '   "Requests": {\n' +
      '-   "storage": "1Gi"\n' +
      '+   "storage": "2Gi"\n' +
      '   }\n' +
      '  },\n' +
      '  "VolumeName": "",\n',
  ]);
  const given = tryUpdate(persistentVolumeClaimKind, object, (draft) => {
    draft.spec = { ...draft.spec, volumeName: 'disk', storageClassName: 'fast' };
  });
  expect(given.errors).toEqual([]);
});

const CLASS = 'volume.beta.kubernetes.io/storage-class';

test('a class of the legacy annotation may move to its field', () => {
  const { object } = tryCreate(persistentVolumeClaimKind, {
    ...aClaim(),
    metadata: { ...aClaim().metadata, annotations: { [CLASS]: 'fast' } },
  });
  const renamed = (storageClassName: string, annotations?: Record<string, string>) =>
    tryUpdate(persistentVolumeClaimKind, object, (draft) => {
      draft.spec = { ...draft.spec, storageClassName };
      draft.metadata = { ...draft.metadata, annotations };
    }).errors;
  expect(renamed('fast')).toEqual([]);
  expect(renamed('fast', { [CLASS]: 'slow' })).toEqual([`metadata.annotations.${CLASS}: Invalid value: "slow": field is immutable`]);
  expect(renamed('slow', { [CLASS]: 'fast' })).toEqual([expect.stringContaining('spec: Forbidden: spec is immutable after creation')]);
});

test('an attributes class can be removed only before any volume used it', () => {
  const bound = aBoundClaim();
  const classed = { ...bound, spec: { ...bound.spec, volumeAttributesClassName: 'gold' } } as PersistentVolumeClaim;
  const had = { ...classed, status: { ...bound.status, currentVolumeAttributesClassName: 'gold' } } as PersistentVolumeClaim;
  const changed = (claim: PersistentVolumeClaim, name?: string) =>
    tryUpdate(persistentVolumeClaimKind, claim, ({ spec }) => Object.assign(spec ?? {}, { volumeAttributesClassName: name })).errors;
  expect([changed(classed), changed(classed, ''), changed(had, 'silver')]).toEqual([[], [], []]);
  const refusal = (to: string) =>
    `spec.volumeAttributesClassName: Forbidden: update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  expect(changed(had)).toEqual([refusal('nil')]);
  expect(changed(had, '')).toEqual([refusal('empty string')]);
});

test('the log names the change of a claim', () => {
  const before = aClaim({ volumeName: 'disk' });
  const named = (subresource: string, previous: PersistentVolumeClaim, next: PersistentVolumeClaim) =>
    persistentVolumeClaimKind.event({ verb: 'update', subresource, previous, next });
  const annotated = { ...before, metadata: { ...before.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } };
  expect(named('', before, annotated)).toEqual({ type: 'PersistentVolumeClaimGotNode', data: { node: 'node-1' } });
  expect(named('', before, before)).toEqual({ type: 'PersistentVolumeClaimUpdated', data: { changed: [] } });
  const inPhase = (phase: string, storage = '1Gi') => ({ ...before, status: { phase, capacity: { storage } } });
  const [pending, bound] = [inPhase('Pending'), inPhase('Bound')];
  expect(named('status', pending, bound)).toEqual({ type: 'PersistentVolumeClaimBound', data: { volume: 'disk', capacity: '1Gi' } });
  expect(named('status', bound, inPhase('Bound', '2Gi'))).toEqual({ type: 'PersistentVolumeClaimGrew', data: { capacity: '2Gi' } });
  expect(named('status', bound, inPhase('Lost'))).toEqual({ type: 'PersistentVolumeClaimLost', data: { volume: 'disk' } });
  expect(named('status', bound, pending).type).toBe('PersistentVolumeClaimUpdated');
});
