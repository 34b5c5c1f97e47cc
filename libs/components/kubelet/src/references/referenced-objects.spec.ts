import type { ClusterApi } from '@klockwork/cluster-api';
import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import { type KubeObject, type Pod, resources } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Reference } from './reference.ts';
import { ReferencedObjects } from './referenced-objects.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const settings: Reference = { kind: 'configmap', name: 'settings' };

describe('what pods name', () => {
  let lab: Lab;
  let objects: ReferencedObjects;
  let changes: number;
  const pod: Pod = aPod();

  beforeEach(() => {
    lab = createLab();
    objects = new ReferencedObjects(lab.api);
    changes = 0;
    objects.hold(pod, [settings], () => {
      changes += 1;
    });
  });

  function set(level: string) {
    const object = { metadata: { namespace: 'default', name: 'settings' }, data: { level } } as KubeObject;
    return level === '1' ? lab.api.create(resources.configMaps, object, REQUEST) : lab.api.update(resources.configMaps, object, REQUEST);
  }

  async function level(): Promise<string | undefined> {
    return (await objects.read(pod, [settings])).configMap('settings')?.data?.level;
  }

  test('a referenced object is missing until its creation', async () => {
    expect(await level()).toBeUndefined();
    await set('1');
    expect(await level()).toBe('1');
  });

  test('a referenced object is read once, and again after a change', async () => {
    await set('1');
    await lab.advance(0);
    const asked: string[] = [];
    lab.api.refuse = (verb) => void asked.push(verb);
    expect([await level(), await level()]).toEqual(['1', '1']);
    expect(asked).toEqual(['get']);
    const before = changes;
    await set('2');
    await lab.advance(0);
    expect([changes - before, await level()]).toEqual([1, '2']);
  });

  test('an object is dropped after its last reference', async () => {
    objects.release(pod);
    await set('1');
    await lab.advance(0);
    expect(changes).toBe(0);
  });
});

describe('when hints are lost', () => {
  type Watcher = Parameters<ClusterApi['watch']>[1];
  const watchers = new Map<string, Watcher>();
  let served = 0;
  const api = {
    get: async () => ({ metadata: { resourceVersion: String(++served) } }),
    watch: ({ resource }: { resource: string }, on: Watcher) => {
      watchers.set(resource, on);
      return { stop: () => void watchers.delete(resource) };
    },
  } as unknown as ClusterApi;
  const hint = (name: string, revision: number, previousRevisionOfKind: number) =>
    watchers.get('configmaps')?.event({ key: { namespace: 'default', name }, revision, previousRevisionOfKind } as never);

  test('a kind is watched only while a pod references one of its objects', () => {
    const objects = new ReferencedObjects(api);
    const [first, second] = [aPod({ metadata: { name: 'a', uid: 'a' } }), aPod({ metadata: { name: 'b', uid: 'b' } })];
    const watched = [[...watchers.keys()]];
    for (const pod of [first, second]) objects.hold(pod, [settings], () => {});
    watched.push([...watchers.keys()]);
    objects.release(first);
    watched.push([...watchers.keys()]);
    objects.release(second);
    watched.push([...watchers.keys()]);
    expect(watched).toEqual([[], ['configmaps'], ['configmaps'], []]);
  });

  test('a lost hint is recovered by the next one or by a head: all objects of the kind are read again', async () => {
    const objects = new ReferencedObjects(api);
    const causes: unknown[] = [];
    objects.hold(aPod(), [settings], (cause) => void causes.push(cause));
    const version = async () => (await objects.read(aPod(), [settings])).configMap('settings')?.metadata?.resourceVersion;
    watchers.get('configmaps')?.head(4);
    const versions = [await version()];
    hint('another', 5, 4);
    versions.push(await version());
    hint('another', 9, 7);
    versions.push(await version());
    watchers.get('configmaps')?.head(9);
    versions.push(await version());
    watchers.get('configmaps')?.head(12);
    versions.push(await version());
    expect(versions).toEqual(['1', '1', '2', '2', '3']);
    expect(causes).toEqual([4, 9, 12].map((revision) => ({ trigger: 'event', revision })));
    objects.stop();
    expect(watchers.size).toBe(0);
  });
});
