import type { CSIStorageCapacity, StorageClass } from '@klockwork/kubernetes-types';
import { aNode } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { aSchedulingView } from '../testing/scheduling-view.ts';
import { aDataClaim } from '../testing/storage.ts';
import { type Provisioning, provisioningOn } from './provisioning.ts';

const node = aNode({ metadata: { name: 'a', labels: { zone: 'x', disk: 'ssd' } } });
const inZone = (...values: string[]) => ({ matchLabelExpressions: [{ key: 'zone', values }] });
const here = { nodeTopology: { matchLabels: { zone: 'x' } } };

function provisioning(storageClass: Partial<StorageClass>, capacities?: readonly Partial<CSIStorageCapacity>[]): Provisioning {
  const view = aSchedulingView({
    storageClass: () => ({ provisioner: 'disks.example.com', ...storageClass }),
    csiDriver: () => ({ spec: { storageCapacity: capacities !== undefined } }),
    storageCapacities: () => (capacities ?? []).map((one) => ({ storageClassName: 'late', ...one })),
  });
  return provisioningOn(node, aDataClaim('late'), view);
}

test.each<[string, Partial<StorageClass>, Provisioning]>([
  ['a class without restrictions', {}, 'possible'],
  ['a class without a provisioner', { provisioner: 'kubernetes.io/no-provisioner' }, 'impossible'],
  ['a class for the zone of the node', { allowedTopologies: [inZone('w', 'x')] }, 'possible'],
  ['a class for another zone', { allowedTopologies: [inZone('y')] }, 'impossible'],
  ['a class with a term that holds', { allowedTopologies: [inZone('y'), inZone('x')] }, 'possible'],
  ['a class with an empty term', { allowedTopologies: [{}] }, 'impossible'],
])('%s decides whether a volume is provisioned', (_, storageClass, expected) => {
  expect(provisioning(storageClass)).toBe(expected);
});

test.each<[string, readonly Partial<CSIStorageCapacity>[], Provisioning]>([
  ['no published capacity', [], 'too-large'],
  ['enough capacity', [{ ...here, capacity: '1Gi' }], 'possible'],
  ['less capacity', [{ ...here, capacity: '1023Mi' }], 'too-large'],
  ['a smaller maximum size', [{ ...here, capacity: '5Gi', maximumVolumeSize: '500Mi' }], 'too-large'],
  ['an unknown capacity', [here], 'too-large'],
  ['capacity of another zone', [{ nodeTopology: { matchLabels: { zone: 'y' } }, capacity: '5Gi' }], 'too-large'],
  ['capacity without topology', [{ capacity: '5Gi' }], 'too-large'],
  ['capacity of another class', [{ ...here, storageClassName: 'other', capacity: '5Gi' }], 'too-large'],
])('a driver with %s decides whether a volume of 1 GiB is provisioned', (_, capacities, expected) => {
  expect(provisioning({}, capacities)).toBe(expected);
});
