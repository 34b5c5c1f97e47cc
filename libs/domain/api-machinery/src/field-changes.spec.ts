import { expect, test } from 'vitest';
import { fieldChanges } from './field-changes.ts';

const pod = (image: string, ready: string, more: object = {}) => ({
  metadata: { name: 'web', resourceVersion: image, managedFields: [image] },
  spec: { containers: [{ name: 'nginx', image }] },
  status: { conditions: [{ type: 'Ready', status: ready }] },
  ...more,
});

test('fields of lists are named by name or type, and stamped fields are left out', () => {
  expect(fieldChanges(pod('nginx:1', 'False'), pod('nginx:2', 'True', { extra: [1] }))).toEqual([
    { path: 'spec.containers[nginx].image', before: 'nginx:1', after: 'nginx:2' },
    { path: 'status.conditions[Ready].status', before: 'False', after: 'True' },
    { path: 'extra', after: [1] },
  ]);
});

test('a list that becomes a map is one change', () => {
  expect(fieldChanges({ a: [1] }, { a: { b: 1 } })).toEqual([{ path: 'a', before: [1], after: { b: 1 } }]);
});
