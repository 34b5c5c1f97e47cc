import type { Pod } from '@klockwork/kubernetes-types';
import { aNode } from '@klockwork/resources/testing';
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
