import { ApiError } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { ClusterApi, WriteOptions } from '../cluster-api.ts';
import { settled } from './settled.ts';

const options: WriteOptions = { cause: { trigger: 'request', name: 'test' } };
const configMap = (name: string, data: Record<string, string> = {}, namespace = 'default') => ({ metadata: { namespace, name }, data });

/** Contract suite of the ClusterApi port. `make` returns an implementation with an empty log and the namespace `default`. */
export function clusterApiContract(make: () => ClusterApi | Promise<ClusterApi>): void {
  describe('the ClusterApi contract', () => {
    test('a created object can be read, listed and deleted', async () => {
      const api = await make();
      const created = await api.create<KubeObject>(resources.configMaps, configMap('a', { key: 'value' }), options);
      expect(await api.get(resources.configMaps, { namespace: 'default', name: 'a' })).toEqual(created);
      expect((await api.list(resources.configMaps)).items).toEqual([created]);
      await api.delete(resources.configMaps, { namespace: 'default', name: 'a' }, {}, options);
      expect((await api.list(resources.configMaps)).items).toEqual([]);
    });

    test('a refusal arrives as its Status', async () => {
      const api = await make();
      const refused = await api.get(resources.configMaps, { namespace: 'default', name: 'nobody' }).catch((error) => error);
      expect(refused).toBeInstanceOf(ApiError);
      expect(refused.status).toMatchObject({ kind: 'Status', code: 404, reason: 'NotFound', message: 'configmaps "nobody" not found' });
    });

    test('a write with an old resourceVersion is refused', async () => {
      const api = await make();
      const created = await api.create<KubeObject>(resources.configMaps, configMap('a'), options);
      await api.update(resources.configMaps, { ...created, data: { n: '1' } } as KubeObject, options);
      const refused = api.update(resources.configMaps, { ...created, data: { n: '2' } } as KubeObject, options);
      await expect(refused).rejects.toThrow(
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      );
    });

    test('a patch changes the given fields', async () => {
      const api = await make();
      await api.create(resources.configMaps, configMap('a', { one: '1', two: '2' }), options);
      const patch = { type: 'merge', body: { data: { one: null, three: '3' } } } as const;
      const patched = await api.patch(resources.configMaps, { namespace: 'default', name: 'a' }, patch, options);
      expect(patched).toMatchObject({ data: { two: '2', three: '3' } });
      expect(patched).not.toHaveProperty('data.one');
    });

    test('a list of several megabytes is complete and at one revision', async () => {
      const api = await make();
      const filling = '한'.repeat(100_000);
      for (let index = 10; index < 22; index++) await api.create(resources.configMaps, configMap(`c-${index}`, { filling }), options);
      const list = await api.list<KubeObject>(resources.configMaps);
      expect(list.items.map((item) => item.metadata?.name)).toEqual(Array.from({ length: 12 }, (_, index) => `c-${index + 10}`));
      expect(list.kindRevision).toBe(Number(list.items.at(-1)?.metadata?.resourceVersion));
    });

    test('a list can be limited by namespace and label', async () => {
      const api = await make();
      const labelled = { metadata: { namespace: 'default', name: 'b', labels: { app: 'web' } } };
      await api.create(resources.configMaps, configMap('a'), options);
      const created = await api.create<KubeObject>(resources.configMaps, labelled, options);
      expect((await api.list(resources.configMaps, { namespace: 'default', labelSelector: 'app=web' })).items).toEqual([created]);
      expect((await api.list(resources.configMaps, { namespace: 'elsewhere' })).items).toEqual([]);
    });

    test('the log of a kind is a chain without gaps, with causes', async () => {
      const api = await make();
      await api.create(resources.configMaps, configMap('a'), options);
      await api.create(resources.serviceAccounts, { metadata: { namespace: 'default', name: 'x' } }, options);
      await api.create(resources.configMaps, configMap('b'), { cause: { trigger: 'timer', revision: 1, name: 'resync' } });
      const page = await api.readLog(resources.configMaps, 0);
      const [first, second] = page.events;
      expect(page).toMatchObject({ complete: true, head: second?.revision });
      expect(page.events.map((event) => event.key.name)).toEqual(['a', 'b']);
      expect(second).toMatchObject({ previousRevisionOfKind: first?.revision, cause: { trigger: 'timer', revision: 1, name: 'resync' } });
      expect((await api.readLog(resources.configMaps, first?.revision as number)).events).toEqual([second]);
    });

    test('a watcher receives hints of its own kind only', async () => {
      const api = await make();
      const seen: string[] = [];
      const watch = api.watch(resources.configMaps, { event: (event) => seen.push(`${event.change} ${event.key.name}`), head() {} });
      await api.create(resources.serviceAccounts, { metadata: { namespace: 'default', name: 'x' } }, options);
      await api.create(resources.configMaps, configMap('a'), options);
      await settled();
      watch.stop();
      await api.create(resources.configMaps, configMap('b'), options);
      await settled();
      expect(seen).toEqual(['created a']);
    });
  });
}
