import { schemaOf } from '@klockwork/openapi';
import { expect, test } from 'vitest';
import { applyManagedFields } from './apply-managed-fields.ts';
import type { ManagedKind, OwnedObject } from './contract.ts';
import { mergeSchema } from './merge-schema.ts';
import { essence } from './testing/essence.ts';
import { aDeployment, type Doc, deployments, podTemplate } from './testing/owned-store.ts';

const withContext = (securityContext?: unknown) => aDeployment(podTemplate({ ...(securityContext !== undefined && { securityContext }) }));
const withContainers = (...containers: Doc[]) => aDeployment(podTemplate({ containers }));

/** Step of a write: operation, manager, object. */
type Step = readonly ['apply' | 'update', string, Doc];

test.each<[string, Step[], Doc]>([
  [
    'a struct without other owners is removed whole',
    [
      ['apply', 'a', withContext({ runAsUser: 1 })],
      ['apply', 'a', aDeployment(podTemplate({}))],
    ],
    aDeployment({ template: {} }),
  ],
  [
    'a struct keeps fields of an updater',
    [
      ['apply', 'a', withContext({ runAsUser: 1 })],
      ['update', 'u', withContext({ runAsUser: 1, runAsGroup: 2 })],
      ['apply', 'a', aDeployment({})],
    ],
    withContext({ runAsGroup: 2 }),
  ],
  [
    'an empty struct removes no field of an updater',
    [
      ['apply', 'a', withContext({ runAsUser: 1 })],
      ['update', 'u', withContext({ runAsUser: 1, runAsGroup: 2 })],
      ['apply', 'a', withContext({})],
    ],
    withContext({ runAsGroup: 2 }),
  ],
  [
    'a null struct removes no field of an updater',
    [
      ['apply', 'a', withContext({ runAsUser: 1 })],
      ['update', 'u', withContext({ runAsUser: 1, runAsGroup: 2 })],
      ['apply', 'a', withContext(null)],
    ],
    withContext({ runAsGroup: 2 }),
  ],
  [
    'fields taken over by an updater stay',
    [
      ['apply', 'a', withContext({ runAsUser: 1 })],
      ['update', 'u', withContext({ runAsUser: 3, runAsGroup: 2 })],
      ['apply', 'a', withContext(null)],
    ],
    withContext({ runAsUser: 3, runAsGroup: 2 }),
  ],
  [
    'an item keeps fields of another applier and of an updater',
    [
      ['apply', 'a', withContainers({ name: 'web' }, { name: 'side', env: [{ name: 'A' }] })],
      ['apply', 'b', withContainers({ name: 'side', env: [{ name: 'B' }] })],
      ['update', 'u', withContainers({ name: 'web' }, { name: 'side', env: [{ name: 'A' }, { name: 'B' }, { name: 'U' }] })],
      ['apply', 'a', withContainers({ name: 'web' })],
    ],
    withContainers({ name: 'web' }, { name: 'side', env: [{ name: 'B' }, { name: 'U' }] }),
  ],
  [
    "an item without other appliers is removed, including an updater's fields",
    [
      ['apply', 'a', withContainers({ name: 'web' }, { name: 'side', env: [{ name: 'A' }] })],
      ['update', 'u', withContainers({ name: 'web' }, { name: 'side', env: [{ name: 'A' }, { name: 'U' }] })],
      ['apply', 'a', withContainers({ name: 'web' })],
    ],
    withContainers({ name: 'web' }),
  ],
])('%s', (_, steps, expected) => {
  const store = deployments();
  for (const [how, manager, object] of steps) how === 'apply' ? store.apply(manager, object) : store.update(manager, object);
  expect(essence(store.object)).toEqual(essence(expected));
});

const VERSIONS = ['v1', 'v2', 'v3'] as const;
type Version = (typeof VERSIONS)[number];

const schema = mergeSchema(schemaOf('io.k8s.api.core.v1.ConfigMap'));
const at = (version: Version) => ({ apiVersion: `example.com/${version}`, kind: 'Thing', schema });

/** A Thing has a field that every version calls otherwise. */
function aThing(version: Version, ...fields: ('name' | 'field')[]): OwnedObject {
  const data = Object.fromEntries(fields.map((field) => [field === 'name' ? 'name' : `field_${version}`, 'a']));
  return { apiVersion: `example.com/${version}`, kind: 'Thing', metadata: { uid: 'u-1' }, ...(fields.length > 0 && { data }) };
}

function convert(object: OwnedObject, apiVersion: string): OwnedObject {
  const version = apiVersion.slice('example.com/'.length);
  const { data } = object as { data?: Record<string, string> | null };
  const renamed = Object.entries(data ?? {}).map(([key, value]) => [key.replace(/_v.$/, `_${version}`), value]);
  return { ...object, apiVersion, ...(data && { data: Object.fromEntries(renamed) }) };
}

function target(version: Version): ManagedKind {
  return { version: at(version), otherVersions: VERSIONS.filter((other) => other !== version).map(at), convert };
}

const combinations = VERSIONS.flatMap((a) => VERSIONS.flatMap((b) => VERSIONS.map((c) => [a, b, c] as const)));

test.each(combinations)(
  'a field applied in %s and by another manager in %s, then dropped in %s, stays with the other manager',
  (one, two, three) => {
    let live: OwnedObject | undefined;
    const apply = (manager: string, version: Version, applied: OwnedObject) => {
      const before = live && convert(live, at(version).apiVersion);
      const write = { target: target(version), manager, subresource: '', now: '2026-01-01T00:00:00Z', force: false };
      const result = applyManagedFields({ ...write, applied, ...(before && { live: before }) });
      if (result.type === 'conflict') throw result.error;
      live = { ...result.object, metadata: { uid: 'u-1', managedFields: result.managedFields } } as OwnedObject;
      return (result.object as { data?: unknown }).data;
    };
    apply('one', one, aThing(one, 'name', 'field'));
    apply('two', two, aThing(two, 'field'));
    expect(apply('one', three, aThing(three, 'name'))).toEqual({ name: 'a', [`field_${three}`]: 'a' });
    expect(apply('two', one, aThing(one))).toEqual({ name: 'a' });
    expect(live?.metadata?.managedFields).toMatchObject([
      { manager: 'one', apiVersion: `example.com/${three}`, fieldsV1: { 'f:data': { 'f:name': {} } } },
    ]);
  },
);
