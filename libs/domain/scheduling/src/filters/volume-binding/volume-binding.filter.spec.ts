import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { aDataClaim, aVolumeAt, podWithClaim, storageOf } from '../../testing/storage.ts';
import { volumeBinding } from './volume-binding.filter.ts';

const node = nodeWith(aNode({ metadata: { name: 'a' } }));
const refusal = (reason: string): Refusal => ({ reasons: [reason], resolvable: false });

test.each<[string, PersistentVolumeClaim, PersistentVolume[], Refusal | undefined]>([
  ['a bound volume is reachable from its node', aDataClaim('late', 'disk'), [aVolumeAt('a', 'disk', 'late')], undefined],
  [
    'a bound volume is not reachable from another node',
    aDataClaim('late', 'disk'),
    [aVolumeAt('b', 'disk', 'late')],
    refusal("node(s) didn't match PersistentVolume's node affinity"),
  ],
  [
    'a bound volume that does not exist is reachable from no node',
    aDataClaim('late', 'disk'),
    [],
    refusal('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'),
  ],
  ['a late claim can take a free volume of the node', aDataClaim('manual'), [aVolumeAt('a', 'disk', 'manual')], undefined],
  ['a late claim can have its volume provisioned', aDataClaim('late'), [], undefined],
  [
    'a late claim of a class without a provisioner needs a free volume',
    aDataClaim('manual'),
    [aVolumeAt('b', 'disk', 'manual')],
    refusal("node(s) didn't find available persistent volumes to bind"),
  ],
])('%s', (_, claim, volumes, refused) => {
  expect(volumeBinding.refuse(candidateOf(podWithClaim('web'), storageOf(claim, volumes)), node)).toEqual(refused);
});

test('a pod without claims may run on each node', () => {
  expect(volumeBinding.refuse(candidateOf(aPod(), storageOf(aDataClaim('late'), [])), node)).toBeUndefined();
});
