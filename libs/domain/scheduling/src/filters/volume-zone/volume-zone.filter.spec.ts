import type { Labels } from '@klockwork/api-machinery';
import { aNode } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { aDataClaim, aVolumeAt, podWithClaim, storageOf } from '../../testing/storage.ts';
import { volumeZone } from './volume-zone.filter.ts';

const ZONE = 'topology.kubernetes.io/zone';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

test.each<[string, Labels, Labels, boolean]>([
  ['a volume of the zone', { [ZONE]: 'a' }, { [ZONE]: 'a' }, true],
  ['a volume of another zone', { [ZONE]: 'a' }, { [ZONE]: 'b' }, false],
  ['a volume of several zones', { [ZONE]: 'a__b' }, { [ZONE]: 'b' }, true],
  ['a volume without labels', {}, { [ZONE]: 'b' }, true],
  ['a volume of a zone, for a node without labels', { [ZONE]: 'a' }, {}, true],
  ['a volume of a zone, for a node with a region only', { [ZONE]: 'a' }, { [REGION]: 'r' }, false],
  ['a volume with a label of before 1.17', { [BETA_ZONE]: 'a' }, { [ZONE]: 'a' }, true],
  ['a volume of another region', { [ZONE]: 'a', [REGION]: 'r' }, { [ZONE]: 'a', [REGION]: 's' }, false],
  ['a volume whose label has an empty zone', { [ZONE]: 'a__' }, { [ZONE]: 'b' }, true],
])('%s is checked against the labels of the node', (_, volumeLabels, nodeLabels, isAccepted) => {
  const volume = { ...aVolumeAt('a', 'disk', 'late'), metadata: { name: 'disk', labels: volumeLabels } };
  const candidate = candidateOf(podWithClaim('web'), storageOf(aDataClaim('late', 'disk'), [volume]));
  const node = nodeWith(aNode({ metadata: { name: 'a', labels: nodeLabels } }));
  const refusal = { reasons: ['node(s) had no available volume zone'], resolvable: false };
  expect(volumeZone.refuse(candidate, node)).toEqual(isAccepted ? undefined : refusal);
});
