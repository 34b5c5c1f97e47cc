import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { csiStorageCapacityKind } from './csi-storage-capacity.kind.ts';

const aCapacity = (part: object = {}) =>
  ({ metadata: { name: 'csisc-1', namespace: 'default' }, storageClassName: 'fast', capacity: '10Gi', ...part }) as never;

test('kubectl prints how much is left', () => {
  expect(tryCreate(csiStorageCapacityKind, aCapacity()).errors).toEqual([]);
  expect(rowOf(csiStorageCapacityKind, aCapacity(), 0)).toEqual({ Name: 'csisc-1', StorageClassName: 'fast', Capacity: '10Gi' });
});

test('a capacity with a negative amount, unreadable topology or invalid class is refused', () => {
  const nodeTopology = { matchExpressions: [{ key: 'zone', operator: 'In' }] };
  const { errors } = tryCreate(csiStorageCapacityKind, aCapacity({ capacity: '-1', storageClassName: 'A', nodeTopology }));
  expect(errors).toEqual([
    "nodeTopology.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    "storageClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    'capacity: Invalid value: "-1": must be greater than or equal to 0',
  ]);
});

test('a topology uses present node labels', () => {
  const old = 'failure-domain.beta.kubernetes.io/zone';
  const nodeTopology = { matchExpressions: [{ key: old, operator: 'Exists' }], matchLabels: { [old]: 'a', zone: 'a' } };
  expect(tryCreate(csiStorageCapacityKind, aCapacity({ nodeTopology })).warnings).toEqual([
    `nodeTopology.matchExpressions[0].key: ${old} is deprecated since v1.17; use "topology.kubernetes.io/zone" instead`,
    `nodeTopology.matchLabels.${old}: deprecated since v1.17; use "topology.kubernetes.io/zone" instead`,
  ]);
});

test('topology and class are immutable, the capacity may change', () => {
  const { errors } = tryUpdate(csiStorageCapacityKind, build(aCapacity()), (draft) => {
    draft.capacity = '5Gi';
    draft.storageClassName = 'slow';
    draft.nodeTopology = { matchLabels: { zone: 'a' } };
  });
  expect(errors).toEqual([
    'nodeTopology: Invalid value: {"matchLabels":{"zone":"a"}}: field is immutable',
    'storageClassName: Invalid value: "slow": field is immutable',
  ]);
});
