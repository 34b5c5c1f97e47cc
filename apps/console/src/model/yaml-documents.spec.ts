import { expect, test } from 'vitest';
import { kindsOf } from './kinds.ts';
import { creationPlace, type NewObject, yamlObjects } from './yaml-documents.ts';

const resource = (plural: string, kind: string, scope: string, verbs = ['create']) => ({
  ...{ resource: plural, scope, verbs, responseKind: { kind } },
});
const kinds = kindsOf([
  {
    items: [
      {
        metadata: {},
        versions: [
          {
            version: 'v1',
            resources: [
              ...[resource('pods', 'Pod', 'Namespaced'), resource('namespaces', 'Namespace', 'Cluster')],
              resource('componentstatuses', 'ComponentStatus', 'Cluster', ['list']),
            ],
          },
        ],
      },
      { metadata: { name: 'example.com' }, versions: [{ version: 'v2', resources: [resource('crontabs', 'CronTab', 'Namespaced')] }] },
    ],
  },
]);

test.each([
  ['one document', 'kind: Pod', [{ kind: 'Pod' }]],
  ['several documents', '---\nkind: A\n---\n# nothing\n---\nkind: B\n', [{ kind: 'A' }, { kind: 'B' }]],
  ['a list', 'kind: List\nitems: [{kind: A}, {kind: B}]', [{ kind: 'A' }, { kind: 'B' }]],
  ['JSON', '{"kind": "Pod"}', [{ kind: 'Pod' }]],
  ['nothing', '', []],
])('objects are read from %s', (_, text, objects) => {
  expect(yamlObjects(text)).toEqual({ objects });
});

test('a problem names its document', () => {
  expect(yamlObjects('kind: Pod\n---\na: [')).toMatchObject({ problems: [{ document: 2 }] });
  expect(yamlObjects('kind: Pod\n---\n- a')).toEqual({ problems: [{ document: 2, message: 'the text has no object' }] });
});

test.each<[string, string, NonNullable<NewObject['metadata']>, object]>([
  ['v1', 'Pod', { name: 'web' }, { path: '/api/v1/namespaces/default/pods', name: 'pods/web' }],
  ['v1', 'Pod', { name: 'web', namespace: 'shop' }, { path: '/api/v1/namespaces/shop/pods', name: 'pods/web' }],
  ['v1', 'Namespace', { name: 'shop' }, { path: '/api/v1/namespaces', name: 'namespaces/shop' }],
  [
    ...(['example.com/v1', 'CronTab', { generateName: 'job-' }] as const),
    { path: '/apis/example.com/v1/namespaces/default/crontabs', name: 'crontabs.example.com/job-' },
  ],
  ['v1', 'CronTab', {}, { problem: 'no matches for kind "CronTab" in version "v1"' }],
  ['v1', 'ComponentStatus', {}, { problem: 'no matches for kind "ComponentStatus" in version "v1"' }],
])('an object of %s %s %j has its place', (apiVersion, kind, metadata, place) => {
  expect(creationPlace({ apiVersion, kind, metadata }, kinds, 'default')).toEqual(place);
});
