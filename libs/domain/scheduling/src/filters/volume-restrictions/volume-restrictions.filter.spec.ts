import type { Pod, Volume } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { aDataClaim, aVolumeAt, podWithClaim, storageOf } from '../../testing/storage.ts';
import { volumeRestrictions } from './volume-restrictions.filter.ts';

const IN_USE: Refusal = {
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  resolvable: true,
};
const stranger = { ...podWithClaim('db'), metadata: { name: 'db', namespace: 'shop' } };

test.each<[string, string, Pod[], Refusal | undefined]>([
  ['a ReadWriteOncePod claim that no pod uses restricts nothing', 'ReadWriteOncePod', [], undefined],
  ['a ReadWriteOncePod claim is for one pod, whatever its node', 'ReadWriteOncePod', [podWithClaim('db')], IN_USE],
  ['a pod of another namespace uses another claim', 'ReadWriteOncePod', [stranger], undefined],
  ['a ReadWriteOnce claim is for several pods', 'ReadWriteOnce', [podWithClaim('db')], undefined],
])('%s', (_, mode, placed, refusal) => {
  const [first, second] = [nodeWith(aNode({ metadata: { name: 'a' } })), nodeWith(aNode({ metadata: { name: 'b' } }), ...placed)];
  const storage = storageOf(aDataClaim('late', 'disk', mode), [aVolumeAt('a', 'disk', 'late')]);
  expect(volumeRestrictions.refuse(candidateOf(podWithClaim('web'), storage, [first, second]), first)).toEqual(refusal);
});

const NO_DISK: Refusal = { reasons: ['node(s) had no available disk'], resolvable: true };
const rbd = (monitors: string[], more: object = {}) => ({ rbd: { monitors, image: 'foo', pool: 'rbd', ...more } });
const iscsi = (iqn: string, readOnly = false) => ({ iscsi: { iqn, lun: 0, targetPortal: '10.0.0.1', readOnly } });

test.each<[string, Omit<Volume, 'name'>, Omit<Volume, 'name'>, Refusal | undefined]>([
  ['a GCE disk', { gcePersistentDisk: { pdName: 'a' } }, { gcePersistentDisk: { pdName: 'a' } }, NO_DISK],
  ['another GCE disk', { gcePersistentDisk: { pdName: 'a' } }, { gcePersistentDisk: { pdName: 'b' } }, undefined],
  ['a GCE disk that one pod writes', gceDisk(true), gceDisk(false), NO_DISK],
  ['a GCE disk that both read', gceDisk(true), gceDisk(true), undefined],
  ['an AWS disk', { awsElasticBlockStore: { volumeID: 'a' } }, { awsElasticBlockStore: { volumeID: 'a' } }, NO_DISK],
  ['an AWS disk that both read', awsDisk('a'), awsDisk('a'), NO_DISK],
  ['another AWS disk', awsDisk('a'), awsDisk('b'), undefined],
  ['an iSCSI target', iscsi('iqn.2016-12.server:storage.target01'), iscsi('iqn.2016-12.server:storage.target01'), NO_DISK],
  ['an iSCSI target that both read', iscsi('iqn.a', true), iscsi('iqn.a', true), undefined],
  ['another iSCSI target', iscsi('iqn.a'), iscsi('iqn.b'), undefined],
  ['an RBD image with a common monitor', rbd(['a', 'b']), rbd(['b', 'c']), NO_DISK],
  ['an RBD image that both read', rbd(['a'], { readOnly: true }), rbd(['a'], { readOnly: true }), undefined],
  ['an RBD image of other monitors', rbd(['a']), rbd(['b']), undefined],
  ['another RBD image', rbd(['a']), rbd(['a'], { image: 'bar' }), undefined],
  ['an RBD image of another pool', rbd(['a']), rbd(['a'], { pool: 'other' }), undefined],
  ['a disk of another kind', { gcePersistentDisk: { pdName: 'a' } }, awsDisk('a'), undefined],
  ['a directory', { emptyDir: {} }, { emptyDir: {} }, undefined],
])('%s on a node that uses such a volume: its refusal', (_, wanted, used, refusal) => {
  const candidate = candidateOf(podWith('web', wanted));
  expect(volumeRestrictions.refuse(candidate, nodeWith(aNode(), podWith('db', used)))).toEqual(refusal);
  expect(volumeRestrictions.refuse(candidate, nodeWith(aNode()))).toBe(undefined);
});

function gceDisk(readOnly: boolean): Omit<Volume, 'name'> {
  return { gcePersistentDisk: { pdName: 'a', readOnly } };
}

function awsDisk(volumeID: string): Omit<Volume, 'name'> {
  return { awsElasticBlockStore: { volumeID, readOnly: true } };
}

function podWith(name: string, volume: Omit<Volume, 'name'>): Pod {
  return aPod({ metadata: { name }, spec: { volumes: [{ name: 'v', ...volume }] } });
}
