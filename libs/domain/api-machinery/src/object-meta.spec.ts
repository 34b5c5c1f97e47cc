import { expect, test } from 'vitest';
import { generateName } from './generate-name.ts';
import { dns1123Subdomain } from './name-formats.ts';
import { validateFieldManager, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';

const rules = { namespaced: true, nameFn: dns1123Subdomain };
const texts = (errors: readonly { field: string; message: string }[]) => errors.map(({ field, message }) => `${field}: ${message}`);

test('metadata that is fine passes', () => {
  const meta = {
    name: 'web',
    generateName: 'web-',
    namespace: 'default',
    labels: { app: 'web' },
    annotations: { 'Example.com/Note': 'x' },
    finalizers: ['kubernetes'],
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: '1', controller: true }],
    managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsType: 'FieldsV1' }],
  };
  expect(validateObjectMeta(meta, rules)).toEqual([]);
  expect(validateObjectMeta({ name: 'n1' }, { ...rules, namespaced: false })).toEqual([]);
});

test("each part of the metadata is validated with upstream's messages", () => {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1', controller: true };
  const meta = {
    generation: -1,
    labels: { 'a/b/c': 'ok' },
    annotations: { big: 'x'.repeat(262_144) },
    finalizers: ['orphan', 'foregroundDeletion'],
    ownerReferences: [
      owner,
      { ...owner, name: 'b' },
      { apiVersion: '', kind: '', name: '', uid: '' },
      { ...owner, kind: 'Event', controller: false },
    ],
    managedFields: [{ operation: 'Set', fieldsType: 'V2', manager: 'a\nb', subresource: 's'.repeat(257) }],
  };
  const errors = texts(validateObjectMeta(meta, rules));
  const [generation, label, ...rest] = errors.slice(2);
  expect(errors.slice(0, 2)).toEqual([
    'metadata.name: Required value: name or generateName is required',
    'metadata.namespace: Required value',
  ]);
  expect(generation).toBe('metadata.generation: Invalid value: -1: must be greater than or equal to 0');
  expect(label).toContain('metadata.labels: Invalid value: "a/b/c": a valid label key must consist of');
  expect(rest).toEqual([
    'metadata.annotations: Too long: may not be more than 262144 bytes',
    expect.stringContaining('Only one reference can have Controller set to true. Found "true" in references for Pod/a and Pod/b'),
    'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
    'metadata.ownerReferences.name: Invalid value: "": must not be empty',
    'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    expect.stringContaining('/v1, Kind=Event is disallowed from being an owner'),
    'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    'metadata.managedFields[0].operation: Invalid value: "Set": must be `Apply` or `Update`',
    'metadata.managedFields[0].fieldsType: Invalid value: "V2": must be `FieldsV1`',
    'metadata.managedFields[0].manager: Invalid value: "a\\nb": invalid character U+000A (at position 1)',
    'metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes',
  ]);
});

test('a namespace of a cluster-scoped object is forbidden', () => {
  expect(texts(validateObjectMeta({ name: 'n1', namespace: 'x' }, { ...rules, namespaced: false }))).toEqual([
    'metadata.namespace: Forbidden: not allowed on this type',
  ]);
});

test('an update may not change immutable fields', () => {
  const previous = {
    name: 'web',
    namespace: 'default',
    uid: '1',
    generation: 2,
    resourceVersion: '5',
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: '2026-01-02T00:00:00Z',
    finalizers: ['a/b'],
  };
  expect(validateObjectMetaUpdate({ ...previous }, previous)).toEqual([]);
  const { creationTimestamp: _, ...rest } = previous;
  const next = { ...rest, uid: '2', generation: 1, resourceVersion: '', finalizers: ['a/b', 'x/z', 'x/y'] };
  expect(texts(validateObjectMetaUpdate(next, previous))).toEqual([
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x/y", "x/z"}',
    'metadata.resourceVersion: Invalid value: "": must be specified for an update',
    'metadata.generation: Invalid value: 1: must not be decremented',
    'metadata.uid: Invalid value: "2": field is immutable',
    'metadata.creationTimestamp: Invalid value: null: field is immutable',
  ]);
});

test('a field manager is short and printable', () => {
  expect(validateFieldManager('kubectl-client-side-apply', 'fieldManager')).toEqual([]);
  expect(texts(validateFieldManager('x'.repeat(129), 'fieldManager'))).toEqual(['fieldManager: Too long: may not be more than 128 bytes']);
});

test('a generated name stays a label', () => {
  expect(generateName('web-', 'x7k2p')).toBe('web-x7k2p');
  expect(generateName('a'.repeat(80), 'x7k2p')).toBe(`${'a'.repeat(58)}x7k2p`);
});
