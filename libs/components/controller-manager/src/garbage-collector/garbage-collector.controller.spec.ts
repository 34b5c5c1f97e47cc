import { InMemoryClusterApi } from '@klockwork/cluster-api/testing';
import { Informers, type Notice } from '@klockwork/informers';
import { ManualClock, silentLogger } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { garbageCollectorController } from './garbage-collector.controller.ts';

/** Keys of the controller for a new object with this metadata. */
function keysOf(metadata: object): readonly string[] {
  const clock = new ManualClock(0);
  const informers = new Informers({ api: new InMemoryClusterApi({ clock }), clock, logger: silentLogger });
  const { sources } = garbageCollectorController(informers, { all: [resources.configMaps], onAdded: () => () => {} });
  const object = { metadata: { namespace: 'shop', name: 'web', uid: 'web', ...metadata } } as KubeObject;
  return sources.flatMap(({ keys }) => keys({ change: 'added', object, revision: 1 } as Notice));
}

test('the garbage collector looks only at objects that are owned or deleted', () => {
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'a' };
  expect(keysOf({})).toEqual([]);
  expect(keysOf({ ownerReferences: [] })).toEqual([]);
  expect(keysOf({ ownerReferences: [reference] })).toEqual(['/configmaps/shop/web']);
  expect(keysOf({ deletionTimestamp: '2026-01-01T00:00:00Z' })).toEqual(['/configmaps/shop/web']);
});
