import { type Bus, MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { HEADS_ROUTE, HINT_ROUTE, type LogEvent } from '@klockwork/event-store';
import { CountingActivity, type HostTimer, ManualClock, ManualHost, SeededRandom } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { describe, expect, test, vi } from 'vitest';
import { BusClusterApi } from './bus-cluster-api.ts';
import { clusterApiAnswers, serveClusterApi } from './serve-cluster-api.ts';
import { announceServer, ServerStarts } from './server-starts.ts';
import { clusterApiContract } from './testing/cluster-api.contract.ts';
import { InMemoryClusterApi } from './testing/in-memory-cluster-api.ts';
import { settled } from './testing/settled.ts';

const subjects = subjectsOf('lab');
const actor = { user: 'system:test', userAgent: 'test/1' };
const options = { cause: { trigger: 'request' } } as const;

/** Two processes on one bus: an api-server over the in-memory API, and a component. `limitsBy`: timer of its time-outs and retries. */
function lab({ host, limitsBy }: { host?: HostTimer; limitsBy?: HostTimer } = {}) {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(1) });
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const bus = (name: string): Bus => network.connect({ name, clock, activity });
  const backend = new InMemoryClusterApi({ clock });
  const server = bus('api-server');
  const serve = () => serveClusterApi({ bus: server, subjects, answers: clusterApiAnswers(backend.backend) });
  for (const resource of [resources.configMaps, resources.serviceAccounts]) {
    backend.watch(resource, { event: (event) => publish(server, event), head() {} });
  }
  const component = bus('component');
  const servers = new ServerStarts({ bus: component, subjects, activity, ...(host && { host }) });
  const api = new BusClusterApi({
    bus: component,
    subjects,
    clock,
    random: new SeededRandom(2),
    actor,
    servers,
    ...(limitsBy && { host: limitsBy }),
  });
  const starts = new SeededRandom(3);
  const announce = () => announceServer({ bus: server, subjects, clock, random: starts });
  return { clock, network, activity, backend, serve, announce, api, server, component };
}

function publish(server: Bus, event: LogEvent): void {
  server.publish(subjects.log(HINT_ROUTE, { ...event.key, type: event.type }), event);
}

clusterApiContract(() => {
  const { api, serve } = lab();
  serve();
  return api;
});

describe('over the bus', () => {
  const fails = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error) => `${error.status?.code} ${error.status?.reason}: ${error.message}`,
    );

  test('a list of metadata has no other fields, and its items may be shared', async () => {
    const { api, serve } = lab();
    serve();
    const object = { metadata: { namespace: 'default', name: 'a' }, data: { a: 'b' } } as KubeObject;
    const { metadata } = await api.create<KubeObject>(resources.configMaps, object, options);
    const { items } = await api.list<KubeObject>(resources.configMaps, { metadataOnly: true });
    expect([items, Object.isFrozen(items[0])]).toEqual([[{ metadata }], false]);
    const whole = await api.list<KubeObject>(resources.configMaps);
    expect([whole.items, Object.isFrozen(whole.items[0])]).toEqual([[{ ...object, metadata }], true]);
  });

  test('answers to writes omit managed fields, and the stored object keeps them', async () => {
    const { api, backend, serve } = lab();
    serve();
    const managedFields = [{ manager: 'test', operation: 'Update' }];
    const name = { namespace: 'default', name: 'a' };
    const created = await api.create<KubeObject>(resources.configMaps, { metadata: { ...name, managedFields } }, options);
    const patch = { type: 'merge', body: { data: { a: 'b' } } } as const;
    const patched = await api.patch<KubeObject>(resources.configMaps, name, patch, options);
    const updated = await api.update<KubeObject>(resources.configMaps, { metadata: { ...name, managedFields } }, options);
    const answers = [created, patched, updated].map(({ metadata }) => metadata?.managedFields);
    expect(answers).toEqual([undefined, undefined, undefined]);
    expect(backend.log.events.map(({ object }) => object?.metadata?.managedFields)).toEqual(answers.map(() => managedFields));
  });

  test('a write names its actor, and is a request of its own', async () => {
    const { api, backend, serve } = lab();
    serve();
    await api.create<KubeObject>(resources.configMaps, { metadata: { namespace: 'default', name: 'a' } }, options);
    await api.create<KubeObject>(resources.configMaps, { metadata: { namespace: 'default', name: 'b' } }, options);
    const [first, second] = backend.log.events;
    expect(first).toMatchObject({ actor, cause: options.cause });
    expect(first?.correlationId).not.toBe(second?.correlationId);
  });

  test('without an api-server a write fails at once, and a later read was retried', async () => {
    const { api, clock } = lab();
    const write = fails(api.create<KubeObject>(resources.configMaps, { metadata: { name: 'a' } }, options));
    expect(await write).toBe('503 ServiceUnavailable: the server is currently unable to handle the request');
    const read = fails(api.get(resources.configMaps, { name: 'a' }));
    for (const at of [100, 300, 700]) {
      await settled();
      expect(clock.pending()).toEqual([{ at, timer: { name: 'api-read-retry', upkeep: true } }]);
      clock.advanceTo(at);
    }
    expect(await read).toBe('503 ServiceUnavailable: the server is currently unable to handle the request');
  });

  test('a write with a lost answer times out once, without a retry', async () => {
    const { api, backend, clock, network, serve } = lab();
    serve();
    network.setFaults({ dropReply: 1 });
    const write = fails(api.create<KubeObject>(resources.configMaps, { metadata: { namespace: 'default', name: 'a' } }, options));
    await settled();
    clock.advanceTo(30_000);
    expect(await write).toBe('504 Timeout: Timeout: request did not complete within the allotted timeout');
    expect(backend.log.events).toHaveLength(1);
  });

  test('a read with a lost answer is retried', async () => {
    const { api, backend, clock, network, serve } = lab();
    serve();
    await backend.create<KubeObject>(resources.configMaps, { metadata: { namespace: 'default', name: 'a' } }, options);
    network.setFaults({ dropReply: 1 });
    const read = api.list(resources.configMaps);
    await settled();
    network.setFaults({ dropReply: 0 });
    clock.advanceTo(10_000);
    await settled();
    clock.advanceTo(10_100);
    expect((await read).items).toHaveLength(1);
  });

  test('by host time a read is retried and a write repeated while lab time stands, and each is executed once', async () => {
    const limitsBy = new ManualHost();
    const { api, backend, clock, network, serve } = lab({ limitsBy });
    const read = api.list(resources.configMaps);
    await limitsBy.run(90);
    serve();
    await limitsBy.run(10);
    expect((await read).items).toEqual([]);
    network.setFaults({ dropReply: 1 });
    const write = api.create<KubeObject>(resources.configMaps, create('a'), options);
    await limitsBy.run(20_000);
    network.setFaults({ dropReply: 0 });
    await limitsBy.run(10_000);
    expect((await write).metadata?.name).toBe('a');
    expect([backend.log.events.length, clock.now()]).toEqual([1, 0]);
  });

  const create = (name: string) => ({ metadata: { namespace: 'default', name } });
  test.each([
    ['a write whose api-server died after it was done is answered by the next one, in the same instant, and not done again', 'dropReply'],
    ['a write whose api-server died before it was done is done by the next one, in the same instant', 'dropRequest'],
  ] as const)('%s', async (_sentence, lost) => {
    const { api, backend, announce, network, serve } = lab();
    const served = serve();
    network.setFaults({ [lost]: 1 });
    const writes = ['a', 'b'].map((name) => api.create<KubeObject>(resources.configMaps, create(name), options));
    await settled();
    served.stop();
    network.setFaults({ [lost]: 0 });
    announce();
    serve();
    expect((await Promise.all(writes)).map(({ metadata }) => metadata?.name)).toEqual(['a', 'b']);
    expect(backend.log.events.map(({ key }) => key.name)).toEqual(['a', 'b']);
  });

  test('a repeated deletion that succeeded before is not refused as NotFound', async () => {
    const { api, backend, announce, network, serve } = lab();
    const served = serve();
    await api.create<KubeObject>(resources.configMaps, create('a'), options);
    network.setFaults({ dropReply: 1 });
    const deletion = fails(api.delete(resources.configMaps, { namespace: 'default', name: 'a' }, {}, options));
    await settled();
    served.stop();
    network.setFaults({ dropReply: 0 });
    announce();
    serve();
    expect(await deletion).toBe('done');
    expect(backend.log.events.map(({ change }) => change)).toEqual(['created', 'deleted']);
  });

  test("a write sent before the api-server's announcement is repeated, and executed once", async () => {
    const { api, backend, announce, serve } = lab();
    serve();
    const write = api.create<KubeObject>(resources.configMaps, create('a'), options);
    announce();
    expect((await write).metadata?.name).toBe('a');
    await settled();
    expect(backend.log.events).toHaveLength(1);
  });

  test('a request that loses its api-server repeatedly fails', async () => {
    const { api, announce, network, serve } = lab();
    serve();
    network.setFaults({ dropReply: 1 });
    const write = fails(api.create<KubeObject>(resources.configMaps, create('a'), options));
    for (let start = 0; start < 5; start++) {
      await settled();
      announce();
    }
    expect(await write).toBe('504 Timeout: Timeout: request did not complete within the allotted timeout');
  });

  test('a request waits for a restarting api-server, and holds lab time meanwhile', async () => {
    const host = new ManualHost();
    const { api, activity, announce, serve, clock } = lab({ host });
    const write = api.create<KubeObject>(resources.configMaps, create('a'), options);
    await host.run(120);
    expect(activity.state()).toMatchObject({ holds: 1, reasons: new Map([['api-server away', 1]]) });
    announce();
    serve();
    expect((await write).metadata?.name).toBe('a');
    await settled();
    expect([activity.state().holds, clock.now(), host.now()]).toEqual([0, 0, 120]);
  });

  test('an api-server that silently reconnects is found', async () => {
    const host = new ManualHost();
    const { api, serve } = lab({ host });
    const write = api.create<KubeObject>(resources.configMaps, create('a'), options);
    await settled();
    serve();
    await host.run(50);
    expect((await write).metadata?.name).toBe('a');
  });

  test('waiting requests of a process try one at a time, and the first answer ends all waits', async () => {
    const host = new ManualHost();
    const { api, serve, component, activity } = lab({ host });
    const names = Array.from({ length: 20 }, (_, index) => `a${index}`);
    const writes = names.map((name) => api.create<KubeObject>(resources.configMaps, create(name), options));
    await settled();
    const request = vi.spyOn(component, 'request');
    for (let look = 0; look < 3; look++) {
      await host.run(50);
      await settled();
    }
    expect([request.mock.calls.length, activity.state().reasons]).toEqual([3, new Map([['api-server away', 20]])]);
    serve();
    await host.run(50);
    expect((await Promise.all(writes)).map(({ metadata }) => metadata?.name)).toEqual(names);
    await settled();
    expect(activity.state().holds).toBe(0);
  });

  test('a request waits at most five host seconds for an api-server', async () => {
    const host = new ManualHost();
    const { api } = lab({ host });
    let isOver = false;
    const answer = fails(api.create<KubeObject>(resources.configMaps, create('a'), options)).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await settled();
      await host.run(50);
    }
    expect(await answer).toBe('503 ServiceUnavailable: the server is currently unable to handle the request');
    expect(host.now() >= 5_000 && host.now() < 5_200).toBe(true);
  });

  test('an api-server repeats its announcement, which may have been lost', async () => {
    const { api, announce, clock, network, serve } = lab();
    const served = serve();
    network.setFaults({ dropReply: 1 });
    const read = api.get(resources.configMaps, { namespace: 'default', name: 'a' });
    const refused = fails(read);
    await settled();
    served.stop();
    clock.advanceTo(1);
    network.setFaults({ dropReply: 0, drop: 1 });
    const announced = announce();
    serve();
    await settled();
    network.setFaults({ drop: 0 });
    clock.advanceTo(2_001);
    await settled();
    clock.advanceTo(2_101);
    expect(await refused).toBe('404 NotFound: configmaps "a" not found');
    announced.stop();
    await settled();
    expect(clock.pending()).toEqual([]);
  });

  test('an api-server stops its announcements once no earlier request can wait for an answer', async () => {
    const { announce, server, clock } = lab();
    const told: number[] = [];
    const publish = server.publish.bind(server);
    server.publish = (subject, body) => {
      told.push(clock.now());
      publish(subject, body);
    };
    announce();
    clock.advanceTo(3_600_000);
    expect([told, clock.pending()]).toEqual([[0, 2_000, 6_000, 14_000, 30_000, 62_000], []]);
  });

  test('a list continues at its revision during writes, and restarts after the server dropped it', async () => {
    const { api, backend, serve } = lab();
    let served = serve();
    const data = { filling: 'x'.repeat(200_000) };
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      await backend.create(resources.configMaps, { metadata: { namespace: 'default', name }, data }, options);
    const names = async (list: Promise<{ items: KubeObject[] }>) => (await list).items.map(({ metadata }) => metadata?.name).join('');
    const reading = names(api.list<KubeObject>(resources.configMaps));
    await backend.create(resources.configMaps, { metadata: { namespace: 'default', name: 'g' }, data }, options);
    expect(await reading).toBe('abcdefg');
    const list = backend.list.bind(backend);
    let lists = 0;
    backend.list = async (resource, selected) => {
      lists += 1;
      // The api-server restarts while its first answer is in flight.
      if (lists === 1) {
        served.stop();
        served = serve();
      }
      return list(resource, selected);
    };
    expect(await names(api.list<KubeObject>(resources.configMaps))).toBe('abcdefg');
    expect(lists).toBe(2);
  });

  test('a log above the message size arrives in parts', async () => {
    const { api, backend, serve } = lab();
    serve();
    const data = { filling: 'x'.repeat(200_000) };
    for (const name of ['a', 'b', 'c', 'd'])
      await backend.create(resources.configMaps, { metadata: { namespace: 'default', name }, data }, options);
    const first = await api.readLog(resources.configMaps, 0);
    expect([first.events.map(({ revision }) => revision), first.head, first.complete]).toEqual([[1, 2], 4, true]);
    const rest = await api.readLog(resources.configMaps, 2);
    expect(rest.events.map(({ revision }) => revision)).toEqual([3, 4]);
  });

  test('a watcher receives the head of its own kind', async () => {
    const { api, server } = lab();
    const heads: number[] = [];
    api.watch(resources.configMaps, { event() {}, head: (revision) => heads.push(revision) });
    server.publish(subjects.at(HEADS_ROUTE), { '/pods': 9, '/configmaps': 7 });
    server.publish(subjects.at(HEADS_ROUTE), { '/pods': 10 });
    await settled();
    expect(heads).toEqual([7]);
  });
});
