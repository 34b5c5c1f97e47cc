import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { volumeAttributesClassKind } from './volume-attributes-class.kind.ts';

const GOLD = { metadata: { name: 'gold' }, driverName: 'disks.example.com', parameters: { iops: '4000' } };

test('kubectl get vac prints the driver', () => {
  expect(tryCreate(volumeAttributesClassKind, GOLD).errors).toEqual([]);
  expect(rowOf(volumeAttributesClassKind, GOLD, 0)).toMatchObject({ Name: 'gold', DriverName: 'disks.example.com' });
});

test.each<[string, object, string[]]>([
  [
    'without a driver and without attributes',
    { driverName: '', parameters: {} },
    ['driverName: Required value', 'parameters: Required value: must contain at least one key/value pair'],
  ],
  ['with an attribute that has no name', { parameters: { '': 'x' } }, ['parameters: Invalid value: "": field can not be empty.']],
  [
    'with too many attributes',
    { parameters: Object.fromEntries(Array.from({ length: 513 }, (_, index) => [`k${index}`, ''])) },
    ['parameters: Too long: may not be more than 512 bytes'],
  ],
  [
    'with attributes that are too long',
    { parameters: { iops: 'x'.repeat(262_144) } },
    ['parameters: Too long: may not be more than 262144 bytes'],
  ],
])('a class %s is refused', (_, part, expected) => {
  expect(tryCreate(volumeAttributesClassKind, { ...GOLD, ...part }).errors).toEqual(expected);
});

test('a class never changes', () => {
  const { errors } = tryUpdate(volumeAttributesClassKind, build(GOLD), (draft) => {
    draft.driverName = 'other.example.com';
    draft.parameters = { iops: '8000' };
  });
  expect(errors).toEqual([
    'driverName: Forbidden: updates to driverName are forbidden.',
    'parameters: Forbidden: updates to parameters are forbidden.',
  ]);
});
