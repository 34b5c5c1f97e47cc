import type { ClusterApi } from '@klockwork/cluster-api';
import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { ManualClock, silentLogger } from '@klockwork/kernel';
import { type ResourceRef, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { Informers } from './informers.ts';

const { configMaps, pods, secrets } = resources;

/** Informers whose lists wait; `answer` releases the oldest. */
function heldLists() {
  const clock = new ManualClock(0);
  const memory = new InMemoryClusterApi({ clock });
  const held: { resource: string; release: () => void }[] = [];
  const api = new Proxy(memory, {
    get(target, name) {
      if (name !== 'list') return Reflect.get(target, name, target)?.bind?.(target) ?? Reflect.get(target, name, target);
      return (resource: ResourceRef, options: object) =>
        new Promise((resolve) => {
          held.push({ resource: resource.resource, release: () => resolve(target.list(resource, options)) });
        });
    },
  }) as ClusterApi;
  const informers = new Informers({ api, clock, logger: silentLogger });
  for (const resource of [configMaps, pods, secrets]) informers.informer(resource);
  return { informers, waiting: () => held.map(({ resource }) => resource), answer: () => held.shift()?.release() };
}

test('informers start only the chosen kinds, and the others later', async () => {
  const { informers, waiting, answer } = heldLists();
  const first = informers.start({ chosen: ({ resource }) => resource === 'pods' });
  expect(waiting()).toEqual(['pods']);
  answer();
  await first;
  void informers.start();
  expect(waiting()).toEqual(['configmaps', 'secrets']);
});

test('informers start at most the named number at once', async () => {
  const { informers, waiting, answer } = heldLists();
  void informers.start({ atOnceMax: 2 });
  expect(waiting()).toEqual(['configmaps', 'pods']);
  answer();
  await settled();
  expect(waiting()).toEqual(['pods', 'secrets']);
});
