import { deepFreeze } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { aRequest, configMaps, openRegistry } from '../testing/open-registry.ts';

const bodyOf = () => deepFreeze({ metadata: { name: 'web', labels: { app: 'web' } }, data: { b: '2', a: '1' } } as KubeObject);

/** Returns the managedFields of a create in a new cluster, at `at` in ms. */
async function managersOf(body: KubeObject, { at, manager = 'kube-apiserver', isKnown }: { at: number; manager?: string; isKnown?: true }) {
  const { registry, clock } = await openRegistry();
  clock.advanceTo(at);
  const { object } = await registry.create({ kind: configMaps, namespace: 'default', body, isKnown }, { ...aRequest(), manager });
  return object.metadata?.managedFields;
}

test('a known body has the same managedFields in each cluster as an unknown one', async () => {
  const body = bodyOf();
  const first = await managersOf(body, { at: 5_000, isKnown: true });
  const second = await managersOf(body, { at: 65_000, isKnown: true });
  expect(JSON.stringify(first)).toBe(JSON.stringify(await managersOf(bodyOf(), { at: 5_000 })));
  expect(JSON.stringify(second)).toBe(JSON.stringify(await managersOf(bodyOf(), { at: 65_000 })));
  expect(second?.[0]?.fieldsV1).toBe(first?.[0]?.fieldsV1);
});

test('a known body of another manager has managedFields of that manager', async () => {
  const body = bodyOf();
  await managersOf(body, { at: 5_000, isKnown: true });
  expect(await managersOf(body, { at: 5_000, manager: 'other', isKnown: true })).toMatchObject([{ manager: 'other' }]);
});
