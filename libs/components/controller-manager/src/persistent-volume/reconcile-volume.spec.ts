import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileVolume } from './reconcile-volume.ts';

const claimRef = { namespace: 'shop', name: 'data', uid: 'u1' };
const claim = (volumeName?: string): PersistentVolumeClaim => ({
  metadata: { namespace: 'shop', name: 'data', uid: 'u1' },
  spec: volumeName === undefined ? {} : { volumeName },
});

function volume(phase: string, spec: PersistentVolume['spec'] = {}, annotations = {}): PersistentVolume {
  return { metadata: { name: 'disk', annotations }, spec: { hostPath: { path: '/data' }, ...spec }, status: { phase } };
}

function outcome(one: PersistentVolume, of?: PersistentVolumeClaim): unknown[] {
  return reconcileVolume({ volume: one, claim: of })
    .stages.flat()
    .map((action) => {
      if (action.type === 'record') return `${action.eventType} ${action.reason}: ${action.message}`;
      return action.type === 'patch' ? (action.patch.body as { status: { phase: string } }).status.phase : action.type;
    });
}

const ours = { 'pv.kubernetes.io/provisioned-by': 'example.com/disks' };
const released = (policy: string, spec: PersistentVolume['spec'] = {}, annotations = {}) =>
  volume('Released', { claimRef, persistentVolumeReclaimPolicy: policy, ...spec }, annotations);

test.each<[string, PersistentVolume, PersistentVolumeClaim | undefined, unknown[]]>([
  ['without a claim is Available', volume('Pending'), undefined, ['Available']],
  ['in phase Available stays Available', volume('Available'), undefined, []],
  ['reserved for a claim is Available', volume('Pending', { claimRef: { namespace: 'shop', name: 'data' } }), undefined, ['Available']],
  ['with its claim is Bound', volume('Available', { claimRef }), claim('disk'), ['Bound']],
  ['whose claim is not bound yet is unchanged', volume('Available', { claimRef }), claim(), []],
  ['whose claim is bound to another volume is unchanged', volume('Bound', { claimRef }), claim('other'), []],
  [
    'provisioned for a claim bound to another volume is Released',
    volume('Bound', { claimRef, persistentVolumeReclaimPolicy: 'Delete' }, ours),
    claim('other'),
    ['Released'],
  ],
  ['whose claim was deleted is Released', volume('Bound', { claimRef }), undefined, ['Released']],
  ['with policy Retain is kept', released('Retain'), undefined, []],
  ['of a provisioner is deleted by its provisioner', released('Delete', {}, ours), undefined, []],
  ['below /tmp is deleted', released('Delete', { hostPath: { path: '/tmp/x' } }), undefined, ['delete']],
  [
    'of another folder cannot be deleted',
    released('Delete'),
    undefined,
    ['Failed', 'Warning VolumeFailedDelete: host_path deleter only supports /tmp/.+ but received provided /data'],
  ],
  [
    'of a kind without deleter fails',
    { ...released('Delete'), spec: { claimRef, persistentVolumeReclaimPolicy: 'Delete', nfs: { server: 'a', path: '/' } } },
    undefined,
    ['Failed', 'Warning VolumeFailedDelete: error getting deleter volume plugin for volume "disk": no deletable volume plugin matched'],
  ],
  [
    'cannot be recycled',
    released('Recycle'),
    undefined,
    ['Failed', 'Warning VolumeFailedRecycle: No recycler plugin found for the volume!'],
  ],
  ['in phase Failed stays Failed', volume('Failed', { claimRef, persistentVolumeReclaimPolicy: 'Delete' }), undefined, []],
])('a volume %s', (_, one, of, expected) => {
  expect(outcome(one, of)).toEqual(expected);
});
