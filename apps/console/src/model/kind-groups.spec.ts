import { expect, test } from 'vitest';
import { kindGroups } from './kind-groups.ts';
import { kindsOf } from './kinds.ts';

const resource = (plural: string, kind: string, verbs: readonly string[], shortNames: readonly string[] = []) => ({
  ...{ resource: plural, responseKind: { kind }, scope: 'Namespaced', verbs, shortNames },
});
const version = (...resources: ReturnType<typeof resource>[]) => [{ version: 'v1', resources }];
const KINDS = kindsOf([
  {
    items: [
      { metadata: { name: 'apps' }, versions: version(resource('deployments', 'Deployment', ['list'], ['deploy'])) },
      { metadata: {}, versions: version(resource('services', 'Service', ['list'], ['svc']), resource('bindings', 'Binding', ['create'])) },
    ],
  },
]);
const found = (text: string) => kindGroups(KINDS, text).map(({ name, kinds }) => `${name}: ${kinds.map(({ kind }) => kind).join(' ')}`);

test('kinds with a list stand by group, the core first', () => {
  expect(found('')).toEqual([': Service', 'apps: Deployment']);
});

test('a kind is found by its short name and by its group', () => {
  expect([found('SVC'), found('.apps'), found('nothing')]).toEqual([[': Service'], ['apps: Deployment'], []]);
});
