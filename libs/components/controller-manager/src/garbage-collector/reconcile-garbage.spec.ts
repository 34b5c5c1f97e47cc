import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import type { GarbageView, Owner } from './garbage-view.ts';
import { reconcileGarbage } from './reconcile-garbage.ts';

const reference = (uid: string, blockOwnerDeletion = true) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: uid,
  uid,
  blockOwnerDeletion,
});
const owner = (uid: string, state: Owner['state']): Owner => ({ reference: reference(uid), state });

function view(more: { owners?: Owner[]; dependents?: KubeObject[]; metadata?: object } = {}): GarbageView {
  const { owners = [], dependents = [], metadata = {} } = more;
  const ownerReferences = owners.map((one) => one.reference);
  return {
    resource: resources.pods,
    object: { metadata: { namespace: 'shop', name: 'web', uid: 'me', resourceVersion: '4', ownerReferences, ...metadata } },
    owners,
    dependents: dependents.map((object) => ({ resource: resources.configMaps, object })),
  };
}

const name = { namespace: 'shop', name: 'web' };
const deleted = (propagationPolicy: string) => [
  [
    {
      type: 'delete',
      resource: resources.pods,
      name,
      deletion: { propagationPolicy, uid: 'me', resourceVersion: '4' },
      tolerate: ['NotFound'],
    },
  ],
];
const patched = (metadata: object) => ({
  type: 'patch',
  resource: resources.pods,
  name,
  patch: { type: 'merge', body: { metadata: { uid: 'me', resourceVersion: '4', ...metadata } } },
  tolerate: ['NotFound'],
});
const dependent = (block: boolean) => ({
  metadata: { namespace: 'shop', name: 'd', uid: 'd', resourceVersion: '9', ownerReferences: [reference('me', block)] },
});
const ending = (finalizer: string) => ({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [finalizer, 'other'] });

test('an object without existing owners is deleted', () => {
  expect(reconcileGarbage(view({ owners: [owner('a', 'absent')] })).stages).toEqual(deleted('Background'));
});

test('an object with one owner left only forgets the others', () => {
  const plan = reconcileGarbage(view({ owners: [owner('a', 'absent'), owner('b', 'solid')] }));
  expect(plan.stages).toEqual([[patched({ ownerReferences: [reference('b')] })]]);
});

test('an object whose owner has an unserved kind is kept', () => {
  expect(reconcileGarbage(view({ owners: [owner('a', 'unknown')] })).stages).toEqual([]);
});

test('an object of an owner in foreground deletion is deleted after its own dependents', () => {
  expect(reconcileGarbage(view({ owners: [owner('a', 'waiting-for-dependents')] })).stages).toEqual(deleted('Background'));
  const withDependents = view({ owners: [owner('a', 'waiting-for-dependents')], dependents: [dependent(true)] });
  expect(reconcileGarbage(withDependents).stages).toEqual(deleted('Foreground'));
});

test('an object in a circle of owners no longer blocks its own, and is deleted afterwards', () => {
  const waiting = { ...dependent(true), metadata: { ...dependent(true).metadata, ...ending('foregroundDeletion') } };
  const inCircle = view({ owners: [owner('a', 'waiting-for-dependents')], dependents: [waiting] });
  expect(reconcileGarbage(inCircle).stages).toEqual([[patched({ ownerReferences: [reference('a', false)] })]]);
  const released = { reference: reference('a', false), state: 'waiting-for-dependents' } as const;
  expect(reconcileGarbage(view({ owners: [released], dependents: [waiting] })).stages).toEqual(deleted('Foreground'));
});

test('an owner in foreground deletion is deleted once no dependent blocks it', () => {
  expect(reconcileGarbage(view({ metadata: ending('foregroundDeletion'), dependents: [dependent(true)] })).stages).toEqual([]);
  expect(reconcileGarbage(view({ metadata: ending('foregroundDeletion'), dependents: [dependent(false)] })).stages).toEqual([
    [patched({ finalizers: ['other'] })],
  ]);
});

test('an owner with orphan finalizer releases its dependents first', () => {
  const release = {
    ...patched({}),
    resource: resources.configMaps,
    name: { namespace: 'shop', name: 'd' },
    patch: { type: 'merge', body: { metadata: { uid: 'd', resourceVersion: '9', ownerReferences: [] } } },
  };
  expect(reconcileGarbage(view({ metadata: ending('orphan'), dependents: [dependent(true)] })).stages).toEqual([
    [release],
    [patched({ finalizers: ['other'] })],
  ]);
});

test('an object with all its owners, or none, is left alone', () => {
  expect(reconcileGarbage(view({ owners: [owner('a', 'solid')] })).stages).toEqual([]);
  expect(reconcileGarbage(view()).stages).toEqual([]);
});
