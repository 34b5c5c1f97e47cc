import { expect, test } from 'vitest';
import { fieldsOf, type SchemaDocument, schemaAt, schemaOf, valueTexts } from './schema-fields.ts';

const ref = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });
const DOCUMENT: SchemaDocument = {
  components: {
    schemas: {
      'io.k8s.Pod': {
        type: 'object',
        properties: { spec: { ...ref('io.k8s.PodSpec'), description: 'Specification of the pod.' } },
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
      },
      'io.k8s.PodSpec': {
        type: 'object',
        description: 'A description of a pod.',
        required: ['containers'],
        properties: {
          restartPolicy: { type: 'string', enum: ['Always', 'Never'] },
          nodeSelector: { type: 'object', additionalProperties: { type: 'string' } },
          containers: { type: 'array', items: ref('io.k8s.Container') },
        },
      },
      'io.k8s.Container': { type: 'object', properties: { tty: { type: 'boolean' } } },
    },
  },
};
const kind = {
  ...{ resource: 'pods', group: '', version: 'v1', plural: 'pods', kind: 'Pod', isNamespaced: true, shortNames: [] },
  ...{ verbs: new Set<string>(), subresources: new Map() },
};
const pod = schemaOf(DOCUMENT, kind) ?? {};
const at = (...path: string[]) => schemaAt(DOCUMENT, pod, path);

test('a path leads through references, lists and maps', () => {
  expect([at('spec', 'containers', '[]', 'tty')?.type, at('spec', 'nodeSelector', 'zone')?.type, at('spec', 'gone')]).toEqual([
    'boolean',
    'string',
    undefined,
  ]);
});

test('fields have types and descriptions, the required ones first', () => {
  expect(fieldsOf(DOCUMENT, at('spec') ?? {}).map(({ name, type }) => `${name} ${type}`)).toEqual([
    'containers []Container',
    'restartPolicy string',
    'nodeSelector map[string]string',
  ]);
  expect(fieldsOf(DOCUMENT, pod)[0]).toEqual({
    ...{ name: 'spec', type: 'PodSpec', description: 'Specification of the pod.', isRequired: false },
  });
});

test('values are those of an enumeration, or of a boolean', () => {
  expect([valueTexts(at('spec', 'restartPolicy') ?? {}), valueTexts({ type: 'boolean' }), valueTexts({})]).toEqual([
    ['Always', 'Never'],
    ['true', 'false'],
    [],
  ]);
});
