import { describe, expect, test } from 'vitest';
import { build, texts, tryCreate } from '../testing/index.ts';
import { persistentVolumeClaimKind as kind } from './persistent-volume-claim.kind.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

function aClaim(spec: Partial<Spec>): PersistentVolumeClaim {
  const own: Spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { metadata: { name: 'data', namespace: 'shop' }, spec: { ...own, ...spec } };
}

const OTHER = { kind: 'PersistentVolumeClaim', name: 'other' };
const BUCKET = { apiGroup: 'example.com', kind: 'Bucket', name: 'b' };

describe('a claim is filled', () => {
  test.each<[string, Partial<Spec>, unknown, unknown]>([
    ['from a claim, set in both fields', { dataSource: OTHER }, { ...OTHER, apiGroup: null }, { ...OTHER, apiGroup: null }],
    ['from a claim in the newer field', { dataSourceRef: OTHER }, { ...OTHER, apiGroup: null }, { ...OTHER, apiGroup: null }],
    [
      'from a claim with explicit group',
      { dataSource: { ...OTHER, apiGroup: '' } },
      { ...OTHER, apiGroup: '' },
      { ...OTHER, apiGroup: '' },
    ],
    ['from no bucket in the older field', { dataSource: BUCKET }, undefined, undefined],
    ['from a bucket in the newer field', { dataSourceRef: BUCKET }, BUCKET, BUCKET],
    [
      'from its own namespace only',
      { dataSourceRef: { ...OTHER, namespace: 'far' } },
      { ...OTHER, apiGroup: null },
      { ...OTHER, apiGroup: null },
    ],
    ['from nothing', {}, undefined, undefined],
  ])('a claim is filled %s', (_, spec, source, ref) => {
    const { object, errors } = tryCreate(kind, aClaim(spec));
    expect([object.spec?.dataSource, object.spec?.dataSourceRef, errors]).toEqual([source, ref, []]);
  });
});

test.each<[string, Partial<Spec>, string[]]>([
  [
    'two different sources',
    { dataSource: OTHER, dataSourceRef: { ...OTHER, name: 'third' } },
    ['spec: Invalid value: "spec.dataSource": must match dataSourceRef'],
  ],
  [
    'a source without name, and of an unknown core kind',
    { dataSourceRef: { kind: 'Bucket', name: '' } },
    ['dataSource', 'dataSourceRef'].flatMap((field) => [
      `spec.${field}.name: Required value`,
      `spec.${field}: Invalid value: "Bucket": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
    ]),
  ],
])('a claim with %s is refused', (_, spec, expected) => {
  expect(tryCreate(kind, aClaim(spec)).errors).toEqual(expected);
});

test('an invalid attributes class name is refused', () => {
  const attributed = (volumeAttributesClassName: string | undefined) => aClaim({ volumeAttributesClassName } as Partial<Spec>);
  expect(tryCreate(kind, attributed('A')).errors[0]).toMatch(/^spec\.volumeAttributesClassName: Invalid value: "A": a lowercase RFC 1123/);
});

test('a status with negative capacity is refused', () => {
  const stored = build(aClaim({}));
  const next = { ...stored, status: { capacity: { storage: '-1' } } } as PersistentVolumeClaim;
  expect(texts(kind.status?.validateUpdate(next, stored) ?? [])).toEqual([
    'status.capacity[storage]: Invalid value: -1: must be a valid resource quantity',
  ]);
});
