import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';

test.each([
  ['volume', resources.persistentVolumes, 'kubernetes.io/pv-protection'],
  ['claim', resources.persistentVolumeClaims, 'kubernetes.io/pvc-protection'],
  ['class of attributes', resources.volumeAttributesClasses, 'kubernetes.io/vac-protection'],
])('a new %s is marked once', (_, resource, finalizer) => {
  const marked = { metadata: { name: 'data', finalizers: ['example.com/mine', finalizer] } };
  const plain = { metadata: { name: 'data', finalizers: ['example.com/mine'] } };
  for (const object of [plain, marked]) {
    expect(outcomeOf(storageObjectInUseProtection, podRequest(object, { resource }), viewOf())).toEqual(marked);
  }
});

test('existing objects and other kinds get no finalizer', () => {
  const object = { metadata: { name: 'data' } };
  const update = { resource: resources.persistentVolumes, operation: 'UPDATE' as const };
  expect(outcomeOf(storageObjectInUseProtection, podRequest(object, update), viewOf())).toEqual(object);
  expect(outcomeOf(storageObjectInUseProtection, podRequest(object), viewOf())).toEqual(object);
});
