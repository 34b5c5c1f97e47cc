import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { storageClassKind } from './storage-class.kind.ts';
import { defaultClassOf, type StorageClass } from './storage-class.ts';

const NOW = Date.parse('2026-01-01T00:01:00Z');
const ANNOTATION = 'storageclass.kubernetes.io/is-default-class';

function aClass(name: string, overrides: Partial<StorageClass> = {}, marked = false): StorageClass {
  const annotations: Record<string, string> = marked ? { [ANNOTATION]: 'true' } : {};
  return { metadata: { name, annotations }, provisioner: 'example.com/disks', ...overrides };
}

test('a class deletes volumes and binds immediately by default', () => {
  const { object, errors } = tryCreate(storageClassKind, aClass('fast'));
  expect([object.reclaimPolicy, object.volumeBindingMode, errors]).toEqual(['Delete', 'Immediate', []]);
});

test('the default class is marked in the list', () => {
  const { object } = tryCreate(storageClassKind, aClass('standard', { allowVolumeExpansion: true }, true));
  const created = { ...object, metadata: { ...object.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } };
  expect(rowOf(storageClassKind, created, NOW)).toEqual({
    Name: 'standard (default)',
    Provisioner: 'example.com/disks',
    ReclaimPolicy: 'Delete',
    VolumeBindingMode: 'Immediate',
    AllowVolumeExpansion: true,
    Age: '60s',
  });
});

test.each<[string, Partial<StorageClass>, string]>([
  ['without a provisioner', { provisioner: '' }, 'provisioner: Required value'],
  [
    'of a provisioner that is no name',
    { provisioner: `${'A'.repeat(64)}` },
    `provisioner: Invalid value: "${'a'.repeat(64)}": name part must be no more than 63 bytes`,
  ],
  ['that recycles', { reclaimPolicy: 'Recycle' }, 'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"'],
  [
    'that binds some day',
    { volumeBindingMode: 'Later' },
    'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
  ],
  [
    'that binds never',
    { volumeBindingMode: '' },
    'volumeBindingMode: Unsupported value: "": supported values: "Immediate", "WaitForFirstConsumer"',
  ],
  [
    'with parameters of too many letters',
    { parameters: { a: 'x'.repeat(262_144) } },
    'parameters: Too long: may not be more than 262144 bytes',
  ],
  [
    'for places that are named twice',
    {
      allowedTopologies: [
        { matchLabelExpressions: [{ key: 'zone', values: ['a', 'b'] }] },
        { matchLabelExpressions: [{ key: 'zone', values: ['b', 'a'] }] },
      ],
    },
    'allowedTopologies[1].matchLabelExpressions: Duplicate value: ""',
  ],
])('a class %s is refused', (_, overrides, refusal) => {
  expect(tryCreate(storageClassKind, aClass('fast', overrides)).errors).toEqual([refusal]);
});

test('an empty reclaim policy is valid, as upstream', () => {
  const { errors, object } = tryCreate(storageClassKind, aClass('fast', { reclaimPolicy: '' }));
  expect([errors, object.reclaimPolicy]).toEqual([[], '']);
});

test('a topology of a class needs a label and unique values', () => {
  const matchLabelExpressions = [
    { key: 'zone', values: ['a', 'a'] },
    { key: 'zone', values: [] },
  ];
  expect(tryCreate(storageClassKind, aClass('fast', { allowedTopologies: [{ matchLabelExpressions }] })).errors).toEqual([
    'allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "a"',
    'allowedTopologies[0].matchLabelExpressions[1].values: Required value',
    'allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "zone"',
  ]);
});

test('places are named by labels that nodes have today', () => {
  const matchLabelExpressions = [{ key: 'failure-domain.beta.kubernetes.io/zone', values: ['a'] }];
  expect(tryCreate(storageClassKind, aClass('fast', { allowedTopologies: [{ matchLabelExpressions }] })).warnings).toEqual([
    'allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  ]);
});

test('a class is immutable except for its expandability', () => {
  const { object } = tryCreate(storageClassKind, aClass('fast'));
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: '1' } };
  const changed = tryUpdate(storageClassKind, stored, (draft) => {
    draft.provisioner = 'example.com/other';
    draft.parameters = { type: 'ssd' };
    draft.reclaimPolicy = 'Retain';
    draft.volumeBindingMode = 'WaitForFirstConsumer';
  });
  expect(changed.errors).toEqual([
    'parameters: Forbidden: updates to parameters are forbidden.',
    'provisioner: Forbidden: updates to provisioner are forbidden.',
    'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
    'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
  ]);
  expect(
    tryUpdate(storageClassKind, stored, (draft) => {
      draft.allowVolumeExpansion = true;
    }).errors,
  ).toEqual([]);
});

test('the newest default class takes precedence, within a second the first by name', () => {
  const made = (name: string, at: string, marked = true) => {
    const one = aClass(name, {}, marked);
    return { ...one, metadata: { ...one.metadata, creationTimestamp: at } };
  };
  const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
  expect(defaultClassOf([made('a', early), made('c', late), made('b', late), made('d', late, false)])?.metadata?.name).toBe('b');
  expect(defaultClassOf([made('d', late, false)])).toBeUndefined();
});
