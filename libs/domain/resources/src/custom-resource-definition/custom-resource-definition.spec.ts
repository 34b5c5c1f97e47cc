import { describe, expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { customResourceDefinitionKind as kind } from './custom-resource-definition.kind.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

const version = (name = 'v1', fields: object = {}) => ({
  name,
  served: true,
  storage: true,
  schema: { openAPIV3Schema: { type: 'object' } },
  ...fields,
});

const definition = (spec: object = {}, metadata: object = {}): CustomResourceDefinition => ({
  metadata: { name: 'crontabs.example.com', ...metadata },
  spec: { group: 'example.com', names: { plural: 'crontabs', kind: 'CronTab' }, scope: 'Namespaced', versions: [version()], ...spec },
});

const LABEL =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

test('a definition has a row with its time of creation', () => {
  const object = definition({}, { creationTimestamp: '2026-01-01T00:00:00Z' });
  expect(rowOf(kind, object, 0)).toEqual({ Name: 'crontabs.example.com', 'Created At': '2026-01-01T00:00:00Z' });
});

describe('a definition is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'with a group without a dot',
      { group: 'example' },
      [
        'metadata.name: Invalid value: "crontabs.example.com": must be spec.names.plural+"."+spec.group',
        'spec.group: Invalid value: "example": should be a domain with at least one dot',
      ],
    ],
    ['without a scope', { scope: undefined }, ['spec.scope: Required value']],
    ['with an unknown scope', { scope: 'World' }, ['spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"']],
    ['without a schema', { versions: [version('v1', { schema: undefined })] }, ['spec.versions[0].schema.openAPIV3Schema: Required value']],
    [
      'with a list kind equal to the kind',
      { names: { plural: 'crontabs', kind: 'CronTab', listKind: 'CronTab' } },
      ['spec.names.listKind: Invalid value: "CronTab": kind and listKind may not be the same'],
    ],
    [
      'with a wrong short name',
      { names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['C'] } },
      [`spec.names.shortNames[0]: Invalid value: "C": ${LABEL}`],
    ],
    ['with a wrong version', { versions: [version('1')] }, [`spec.versions[0].name: Invalid value: "1": ${LABEL}`]],
    [
      'with unknown fields kept in the old way',
      { preserveUnknownFields: true },
      [
        'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ],
    ],
  ])('a definition is refused %s', (_, spec, errors) => {
    expect(tryCreate(kind, definition(spec)).errors).toEqual(errors);
  });

  test('two stored versions of one name are refused', () => {
    const { errors } = tryCreate(kind, definition({ versions: [version(), version()] }));
    expect(errors.map((text) => text.replace(/Invalid value: .*\]: /, 'Invalid value: …: '))).toEqual([
      'spec.versions: Invalid value: …: must contain unique version names',
      'spec.versions: Invalid value: …: must have exactly one version marked as storage version',
    ]);
  });

  test('a group of the community needs an approval', () => {
    const spec = { group: 'a.k8s.io' };
    const metadata = { name: 'crontabs.a.k8s.io' };
    const rule =
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111';
    expect(tryCreate(kind, definition(spec, metadata)).errors).toEqual([rule]);
    const annotations = { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/kubernetes/pull/78458' };
    expect(tryCreate(kind, definition(spec, { ...metadata, annotations })).errors).toEqual([]);
  });
});

test('the kind and the scope of an established definition are fixed', () => {
  const stored = tryCreate(kind, definition({}, { uid: 'u', resourceVersion: '1' })).object;
  const change = (draft: { spec: { scope: string } }) => {
    draft.spec.scope = 'Cluster';
  };
  expect(tryUpdate(kind, stored, change as never).errors).toEqual([]);
  const established = { ...stored, status: { ...stored.status, conditions: [{ type: 'Established', status: 'True' }] } };
  expect(tryUpdate(kind, established, change as never).errors).toEqual(['spec.scope: Invalid value: "Cluster": field is immutable']);
});
