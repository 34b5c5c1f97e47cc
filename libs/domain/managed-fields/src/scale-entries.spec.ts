import { expect, test } from 'vitest';
import { fieldSet } from './field-set.ts';
import { parentEntries, scaleEntries } from './scale-entries.ts';

const KIND = { apiVersions: ['apps/v1'], replicas: fieldSet([['spec', 'replicas']]) } as const;
const BOTH = { 'f:spec': { 'f:replicas': {}, 'f:selector': {} } };
const REPLICAS = { 'f:spec': { 'f:replicas': {} } };
const SELECTOR = { 'f:spec': { 'f:selector': {} } };

function entry(manager: string, operation: string, fieldsV1: object, { apiVersion = 'apps/v1', time = '', subresource = '' } = {}) {
  return { manager, operation, apiVersion, ...(time && { time }), fieldsType: 'FieldsV1', fieldsV1, ...(subresource && { subresource }) };
}
const ofScale = { apiVersion: 'autoscaling/v1' };
const viaScale = { ...ofScale, subresource: 'scale' };

test('owners of the replicas own them in the Scale', () => {
  const parent = [
    entry('a', 'Apply', BOTH, { time: '2026-01-01T00:00:00Z' }),
    entry('b', 'Update', SELECTOR),
    entry('c', 'Update', BOTH, { apiVersion: 'apps/v0' }),
  ];
  expect(scaleEntries(parent, KIND)).toEqual([entry('a', 'Apply', REPLICAS, { ...ofScale, time: '2026-01-01T00:00:00Z' })]);
  expect(scaleEntries([entry('b', 'Update', SELECTOR)], KIND)).toBeUndefined();
  expect(scaleEntries(undefined, KIND)).toBeUndefined();
});

test.each([
  [
    'who scales takes the replicas, and has no time',
    [entry('a', 'Update', BOTH, { time: '2026-01-01T00:00:00Z' })],
    [entry('s', 'Update', REPLICAS, { ...viaScale, time: '2026-01-01T00:01:00Z' })],
    [entry('s', 'Update', REPLICAS, { subresource: 'scale' }), entry('a', 'Update', SELECTOR, { time: '2026-01-01T00:00:00Z' })],
  ],
  [
    'who applied the replicas and still owns them keeps them',
    [entry('a', 'Apply', BOTH, { time: '2026-01-01T00:00:00Z' })],
    [entry('a', 'Apply', REPLICAS, { ...ofScale, time: '2026-01-01T00:00:00Z' }), entry('a', 'Apply', REPLICAS, viaScale)],
    [entry('a', 'Apply', REPLICAS, { subresource: 'scale' }), entry('a', 'Apply', BOTH, { time: '2026-01-01T00:00:00Z' })],
  ],
  [
    'who had nothing but the replicas is not known any more',
    [entry('a', 'Apply', REPLICAS)],
    [entry('s', 'Update', REPLICAS, viaScale)],
    [entry('s', 'Update', REPLICAS, { subresource: 'scale' })],
  ],
  [
    'who owns something else of the Scale owns nothing of the object',
    [entry('a', 'Apply', SELECTOR)],
    [entry('s', 'Update', { 'f:status': { 'f:replicas': {} } }, viaScale)],
    [entry('a', 'Apply', SELECTOR)],
  ],
  [
    'entries of versions that are not served are dropped',
    [entry('a', 'Apply', SELECTOR, { apiVersion: 'apps/v10' })],
    [entry('s', 'Update', REPLICAS, viaScale)],
    [entry('s', 'Update', REPLICAS, { subresource: 'scale' })],
  ],
])('%s', (_, parent, scale, expected) => {
  expect(parentEntries(scale, parent, KIND)).toEqual(expected);
});
