import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { BusClusterApi, clusterApiAnswers, LogHeads, ServerStarts, serveClusterApi } from '@klockwork/cluster-api';
import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { HINT_ROUTE } from '@klockwork/event-store';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { Informers } from './informers.ts';

const subjects = subjectsOf('lab');

/** Api-server, and a process with an informer; each has its own activity. */
function lab() {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(1) });
  const join = (name: string) => {
    const activity = new CountingActivity((then) => void Promise.resolve().then(then));
    return { activity, bus: network.connect({ name, clock, activity }) };
  };
  const [server, reader] = [join('api-server'), join('reader')];
  const backend = new InMemoryClusterApi({ clock });
  serveClusterApi({ bus: server.bus, subjects, answers: clusterApiAnswers(backend.backend) });
  backend.watch(resources.configMaps, {
    event: (event) => server.bus.publish(subjects.log(HINT_ROUTE, { ...event.key, type: event.type }), event),
    head() {},
  });
  const heads = new LogHeads({ bus: reader.bus, subjects });
  const actor = { user: 'system:test', userAgent: 'test' };
  const servers = new ServerStarts({ bus: reader.bus, subjects, activity: reader.activity });
  const api = new BusClusterApi({ bus: reader.bus, subjects, clock, random: new SeededRandom(2), actor, servers, heads });
  const informers = new Informers({ api, clock, logger: silentLogger });
  const informer = informers.informer<KubeObject>(resources.configMaps);
  const create = (name: string) =>
    backend.create(resources.configMaps, { metadata: { namespace: 'default', name } } as KubeObject, { cause: { trigger: 'request' } });
  return { clock, network, activity: reader.activity, heads, informers, informer, create };
}

test('a reader behind a reported head is busy at once, and recovers within the instant', async () => {
  const { clock, network, activity, heads, informers, informer, create } = lab();
  await informers.start();
  network.setFaults({ drop: 1 });
  await create('lost');
  await settled();
  expect([informer.revision(), activity.state().idle]).toEqual([0, true]);
  heads.tell({ '/configmaps': 1 });
  expect(activity.state().idle).toBe(false);
  await settled();
  expect([informer.revision(), activity.state().idle, clock.now()]).toEqual([1, true, 0]);
});

test('a reader at the reported head does nothing: its report stays valid', async () => {
  const { activity, heads, informers, create } = lab();
  await informers.start();
  await create('seen');
  await settled();
  const { epoch } = activity.state();
  heads.tell({ '/configmaps': 1 });
  expect(activity.state().epoch).toBe(epoch);
});
