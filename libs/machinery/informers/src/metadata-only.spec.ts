import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import type { LogEvent } from '@klockwork/event-store';
import { ManualClock, silentLogger } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { Informers } from './informers.ts';

const cause = { trigger: 'request' } as const;
const configMap = (name: string) =>
  ({
    metadata: { namespace: 'default', name, labels: { app: 'web' }, managedFields: [{ manager: 'kubectl' }] },
    data: { a: 'b' },
  }) as KubeObject;

/** Creates one informer per user; hints contain metadata only, and `reads` counts reads of the log. */
async function lab(...asked: { metadataOnly?: boolean }[]) {
  const clock = new ManualClock(0);
  const api = new InMemoryClusterApi({ clock });
  let reads = 0;
  api.refuse = (verb) => {
    if (verb === 'log') reads += 1;
  };
  api.channel = ({ object, ...event }, deliver) => deliver({ ...event, metadata: withoutOwners(object) } as LogEvent);
  await api.create(resources.configMaps, configMap('listed'), { cause });
  const informers = new Informers({ api, clock, logger: silentLogger });
  const [informer] = asked.map((options) => informers.informer<KubeObject>(resources.configMaps, options));
  const told: unknown[] = [];
  informer?.onNotice(({ change, object, previous }) => told.push([change, Object.keys(object), previous && Object.keys(previous)]));
  await informers.start();
  return { api, informer, told, reads: () => reads };
}

function withoutOwners(object: KubeObject | undefined) {
  const { managedFields: _, ...metadata } = object?.metadata ?? {};
  return metadata;
}

test('an informer holds metadata only if all users request it, and such hints suffice', async () => {
  const { api, informer, told, reads } = await lab({ metadataOnly: true }, { metadataOnly: true });
  const created = await api.create<KubeObject>(resources.configMaps, configMap('hinted'), { cause });
  const updated = await api.update(resources.configMaps, { ...created, data: { a: 'c' } } as KubeObject, { cause });
  await api.delete(resources.configMaps, { namespace: 'default', name: 'listed' }, {}, { cause });
  expect(informer?.list()).toEqual([{ metadata: withoutOwners(updated) }]);
  expect(told).toEqual([
    ['added', ['metadata'], undefined],
    ['added', ['metadata'], undefined],
    ['updated', ['metadata'], ['metadata']],
    ['deleted', ['metadata'], ['metadata']],
  ]);
  expect([reads(), informer?.revision()]).toEqual([0, 4]);
});

test('events from the log are reduced to metadata, too', async () => {
  const { api, informer, reads } = await lab({ metadataOnly: true });
  api.channel = () => {};
  const created = await api.create<KubeObject>(resources.configMaps, configMap('lost'), { cause });
  api.publishHeads();
  await settled();
  expect([informer?.get('default', 'lost'), reads()]).toEqual([{ metadata: withoutOwners(created) }, 1]);
});

test('an informer holds whole objects if one user needs them, and reads the log for incomplete hints', async () => {
  const { api, informer, reads } = await lab({ metadataOnly: true }, {});
  const created = await api.create<KubeObject>(resources.configMaps, configMap('hinted'), { cause });
  await settled();
  expect(informer?.get('default', 'hinted')).toEqual({ ...created, metadata: withoutOwners(created) });
  expect([informer?.list().length, reads()]).toEqual([2, 1]);
});
