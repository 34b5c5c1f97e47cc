import { SeededRandom } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { aRequest, configMaps, created, openRegistry, refusalOf, targetOf } from '../testing/open-registry.ts';

const MISMATCH = 'the namespace of the provided object does not match the namespace sent on the request';
const UNNAMED = 'metadata.name: Required value: name or generateName is required';

test.each<[string, KubeObject['metadata'], string | undefined]>([
  ['a free name is accepted', { name: 'free' }, undefined],
  ['a name that is taken is refused', { name: 'web' }, '409 AlreadyExists: configmaps "web" already exists'],
  ['an object without a name is refused', {}, `422 Invalid: ConfigMap "" is invalid: ${UNNAMED}`],
  ['the namespace of the request is accepted', { name: 'free', namespace: 'default' }, undefined],
  ['another namespace than that of the request is refused', { name: 'free', namespace: 'shop' }, `400 BadRequest: ${MISMATCH}`],
  [
    'a resource version is refused',
    { name: 'free', resourceVersion: '7' },
    '500 : resourceVersion should not be set on objects to be created',
  ],
  ['the resource version 0 is accepted', { name: 'free', resourceVersion: '0' }, undefined],
])('%s', async (_, metadata, refusal) => {
  const open = await openRegistry();
  await created(open);
  const body = { metadata } as KubeObject;
  expect(await refusalOf(open.registry.create({ kind: configMaps, namespace: 'default', body }, aRequest()))).toBe(refusal);
  expect(await open.events()).toHaveLength(refusal === undefined ? 2 : 1);
});

test('system metadata of the body is replaced', async () => {
  const open = await openRegistry();
  const deletionTimestamp = '2020-01-01T00:00:00Z';
  const { metadata } = await created(open, { uid: 'mine', creationTimestamp: deletionTimestamp, deletionTimestamp, generateName: 'x-' });
  expect(metadata).toMatchObject({ name: 'web', namespace: 'default', resourceVersion: '1', creationTimestamp: '1970-01-01T00:00:01Z' });
  expect(metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(metadata?.deletionTimestamp).toBeUndefined();
});

test('a generated name is the prefix and five characters', async () => {
  const open = await openRegistry();
  const names = [await created(open, { name: '', generateName: 'web-' }), await created(open, { name: '', generateName: 'web-' })];
  for (const { metadata } of names) expect(metadata?.name).toMatch(/^web-[a-z0-9]{5}$/);
  expect(new Set(names.map(({ metadata }) => metadata?.name)).size).toBe(2);
});

test('a generated name in use is drawn again, eight times in total', async () => {
  let drawn = 0;
  const random = Object.assign(new SeededRandom(1), { suffix: () => (drawn++ < 8 ? 'aaaaa' : 'bbbbb') });
  const open = await openRegistry(random);
  await created(open, { name: 'web-aaaaa' });
  const refusal =
    '409 AlreadyExists: configmaps "web-aaaaa" already exists, the server was not able to generate a unique name for the object';
  expect(await refusalOf(created(open, { name: '', generateName: 'web-' }))).toBe(refusal);
  expect(drawn).toBe(8);
  expect((await created(open, { name: '', generateName: 'web-' })).metadata?.name).toBe('web-bbbbb');
});

test('a dry run returns the object and stores nothing', async () => {
  const open = await openRegistry();
  const body = { metadata: { name: 'web' }, data: { a: '1' } } as KubeObject;
  const { object, created: isCreated } = await open.registry.create(
    { kind: configMaps, namespace: 'default', body },
    aRequest({ dryRun: true }),
  );
  expect(object).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'web', namespace: 'default' }, data: { a: '1' } });
  expect([isCreated, object.metadata?.resourceVersion, open.registry.find(targetOf()), await open.events()]).toEqual([
    true,
    undefined,
    undefined,
    [],
  ]);
});

test('a duplicate owner reference is stored once, with a warning', async () => {
  const open = await openRegistry();
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', uid: 'u1' };
  const warnings: string[] = [];
  const body = { metadata: { name: 'web', ownerReferences: [owner, { ...owner }, { ...owner, uid: 'u2' }] } } as KubeObject;
  const request = aRequest({ warn: (text) => warnings.push(text) });
  const { object } = await open.registry.create({ kind: configMaps, namespace: 'default', body }, request);
  expect(object.metadata?.ownerReferences).toEqual([owner, { ...owner, uid: 'u2' }]);
  expect(warnings).toEqual([
    expect.stringMatching(/^\.metadata\.ownerReferences contains duplicate entries;.* duplicate UID\(s\) observed: u1$/),
  ]);
});
