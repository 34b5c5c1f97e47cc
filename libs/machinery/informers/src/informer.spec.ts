import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import type { LogEvent } from '@klockwork/event-store';
import { ApiError, copy, type LogFields, ManualClock, silentLogger } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Notice } from './informer.ts';
import { Informers } from './informers.ts';

const cause = { trigger: 'request' } as const;
const configMap = (name: string, value = '', namespace = 'default') => ({ metadata: { namespace, name }, data: { value } }) as KubeObject;

function lab() {
  const clock = new ManualClock(0);
  const api = new InMemoryClusterApi({ clock });
  const informers = new Informers({ api, clock, logger: silentLogger });
  const informer = informers.informer<KubeObject & { data?: Record<string, string> }>(resources.configMaps, {
    indexes: { byValue: (object) => [object.data?.value ?? ''] },
  });
  const notices: Notice[] = [];
  informer.onNotice((notice) => notices.push(notice));
  return { clock, api, informers, informer, notices };
}

const told = (notices: readonly Notice[]) =>
  notices.map(({ change, object, revision }) => `${change} ${object.metadata?.name} ${revision}`);

describe('a listener that fails on an object', () => {
  const failing = () => {
    const failures: LogFields[] = [];
    const logger = { ...silentLogger, error: (fields: LogFields) => failures.push(fields) };
    const clock = new ManualClock(0);
    const api = new InMemoryClusterApi({ clock });
    const informers = new Informers({ api, clock, logger });
    const informer = informers.informer(resources.configMaps, {});
    const broken: string[] = [];
    const fine: string[] = [];
    let isBroken = true;
    informer.onNotice(({ object, revision }) => {
      broken.push(`${object.metadata?.name} ${revision} at ${clock.now()}`);
      if (isBroken && object.metadata?.name === 'bad') throw new TypeError('broken');
    });
    informer.onNotice(({ object, revision }) => fine.push(`${object.metadata?.name} ${revision}`));
    const mend = () => {
      isBroken = false;
    };
    return { api, clock, informers, failures, broken, fine, mend };
  };

  test('a failing listener is notified again with back-off, and delays no other object or listener', async () => {
    const { api, clock, informers, failures, broken, fine, mend } = failing();
    await informers.start();
    await api.create(resources.configMaps, configMap('bad'), { cause });
    await api.create(resources.configMaps, configMap('good'), { cause });
    clock.advanceTo(14);
    expect(broken).toEqual(['bad 1 at 0', 'good 2 at 0', 'bad 1 at 5']);
    mend();
    clock.advanceTo(60_000);
    expect(broken.slice(3)).toEqual(['bad 1 at 15']);
    expect(fine).toEqual(['bad 1', 'good 2']);
    expect(failures).toEqual(
      [1, 2].map(() => ({ resource: 'configmaps', key: 'default/bad', stack: expect.stringContaining('TypeError: broken') })),
    );
  });

  test('a failing listener is notified of the newest version only, and not after its stop', async () => {
    const { api, clock, informers, broken } = failing();
    await informers.start();
    const made = await api.create(resources.configMaps, configMap('bad'), { cause });
    await api.update(resources.configMaps, { ...made, data: { value: 'new' } } as KubeObject, { cause });
    clock.advanceTo(10);
    informers.stop();
    clock.advanceTo(60_000);
    expect(broken).toEqual(['bad 1 at 0', 'bad 2 at 0', 'bad 2 at 10']);
  });
});

describe('an informer', () => {
  test('an informer that cannot index an object holds the others', async () => {
    const { api, informers, informer } = lab();
    informers.informer<KubeObject>(resources.configMaps, {
      indexes: {
        broken: ({ metadata }) => {
          if (metadata?.name === 'bad') throw new TypeError('broken');
          return ['all'];
        },
      },
    });
    await api.create(resources.configMaps, configMap('bad'), { cause });
    await api.create(resources.configMaps, configMap('good'), { cause });
    await informers.start();
    await api.create(resources.configMaps, configMap('later'), { cause });
    expect(informer.byIndex('broken', 'all').map(({ metadata }) => metadata?.name)).toEqual(['good', 'later']);
  });

  test('an informer lists existing objects and follows events', async () => {
    const { api, informers, informer, notices } = lab();
    await api.create(resources.configMaps, configMap('b'), { cause });
    await informers.start();
    const created = await api.create(resources.configMaps, configMap('a'), { cause });
    await api.delete(resources.configMaps, { namespace: 'default', name: 'b' }, {}, { cause });
    expect(told(notices)).toEqual(['added b 1', 'added a 2', 'deleted b 3']);
    expect(informer.list()).toEqual([created]);
    expect(informer.revision()).toBe(3);
    expect(Object.isFrozen(informer.get('default', 'a')?.metadata)).toBe(true);
  });

  test('an informer lists by namespace and name, and by index', async () => {
    const { api, informers, informer } = lab();
    for (const [namespace, name] of [
      ['b', 'x'],
      ['a-b', 'y'],
      ['a', 'z'],
      ['a', 'a'],
    ] as const)
      await api.create(resources.configMaps, configMap(name, name === 'x' || name === 'z' ? 'late' : 'early', namespace), { cause });
    await informers.start();
    const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
    expect(names(informer.list())).toEqual(['a/a', 'a/z', 'a-b/y', 'b/x']);
    expect(names(informer.list('a'))).toEqual(['a/a', 'a/z']);
    expect(names(informer.byIndex('byValue', 'late'))).toEqual(['a/z', 'b/x']);
    expect(() => informer.byIndex('byNothing', '')).toThrow('the informer of configmaps has no index byNothing');
  });

  test('an informer shares equal parts of its objects', async () => {
    const { api, informers, informer } = lab();
    // As over a bus: the informer receives its own copy of each hint.
    api.channel = (event, deliver) => deliver(copy(event) as LogEvent);
    await informers.start();
    const template = { metadata: { namespace: 'default', labels: { app: 'web' }, annotations: { note: 'long' } }, data: { value: 'v' } };
    const created = await Promise.all(
      ['a', 'b'].map((name) => api.create(resources.configMaps, { ...template, metadata: { ...template.metadata, name } }, { cause })),
    );
    const [a, b] = informer.list();
    expect([a, b]).toEqual(created);
    expect([b?.metadata?.labels, b?.data].map(Object.isFrozen)).toEqual([true, true]);
    expect(b?.metadata?.labels).toBe(a?.metadata?.labels);
    expect(b?.data).toBe(a?.data);
    await api.update(resources.configMaps, { ...b, data: { value: 'w' } } as KubeObject, { cause });
    expect(informer.get('default', 'b')?.metadata?.annotations).toBe(b?.metadata?.annotations);
  });

  test('an informer omits managed fields', async () => {
    const { api, informers, informer } = lab();
    await informers.start();
    const managedFields = [{ manager: 'kubectl', operation: 'Apply' }];
    await api.create(resources.configMaps, { metadata: { namespace: 'default', name: 'a', managedFields }, data: {} } as KubeObject, {
      cause,
    });
    const stored = await api.get<KubeObject>(resources.configMaps, { namespace: 'default', name: 'a' });
    const { managedFields: owners, ...metadata } = stored.metadata ?? {};
    expect([owners, informer.get('default', 'a')]).toEqual([managedFields, { ...stored, metadata }]);
  });

  test('an informer holds selected objects only, and drops deselected ones', async () => {
    const { api, clock, notices } = lab();
    const informers = new Informers({ api, clock, logger: silentLogger });
    const informer = informers.informer<KubeObject & { data?: Record<string, string> }>(resources.configMaps, {
      keeps: ({ data }) => data?.value === 'mine',
    });
    informer.onNotice((notice) => notices.push(notice));
    await api.create(resources.configMaps, configMap('other'), { cause });
    await informers.start();
    const created = await api.create<KubeObject>(resources.configMaps, configMap('one', 'mine'), { cause });
    expect(informer.list()).toEqual([created]);
    await api.update(resources.configMaps, { ...created, data: { value: 'yours' } } as KubeObject, { cause });
    await api.delete(resources.configMaps, { namespace: 'default', name: 'other' }, {}, { cause });
    expect(told(notices)).toEqual(['added one 2', 'deleted one 3']);
    expect([informer.list(), informer.revision()]).toEqual([[], 4]);
  });

  test('an informer reads the log after the next hint reveals a gap', async () => {
    const { api, informers, notices } = lab();
    await informers.start();
    api.channel = () => {};
    await api.create(resources.configMaps, configMap('lost'), { cause });
    api.channel = (event, deliver) => deliver(event);
    await api.create(resources.configMaps, configMap('seen'), { cause });
    await settled();
    expect(told(notices)).toEqual(['added lost 1', 'added seen 2']);
  });

  test('an informer reads the log after a head reveals a lost last hint', async () => {
    const { api, informers, notices } = lab();
    await informers.start();
    api.channel = () => {};
    await api.create(resources.configMaps, configMap('lost'), { cause });
    api.publishHeads();
    await settled();
    expect(told(notices)).toEqual(['added lost 1']);
  });

  test('an informer reads the log for a hint without its object', async () => {
    const { api, informers, notices } = lab();
    await informers.start();
    api.channel = ({ object: _, ...event }, deliver) => deliver(event as LogEvent);
    await api.create(resources.configMaps, configMap('large'), { cause });
    await settled();
    expect(told(notices)).toEqual(['added large 1']);
  });

  test('an informer awaits a revision, and fetches it if its hint is lost', async () => {
    const { api, clock, informers, informer } = lab();
    await informers.start();
    api.channel = () => {};
    await api.create(resources.configMaps, configMap('own'), { cause });
    let reached = false;
    void informer.reached(1).then(() => {
      reached = true;
    });
    clock.advanceTo(249);
    await settled();
    expect(reached).toBe(false);
    clock.advanceTo(250);
    await settled();
    expect(reached).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  test('a stop without an api-server rejects waits, and leaves no timer', async () => {
    const { api, clock, informers, informer } = lab();
    await informers.start();
    api.refuse = () => {
      throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' });
    };
    const waiting = expect(informer.reached(1)).rejects.toThrow('stopped');
    clock.advanceTo(250);
    await settled();
    informers.stop();
    await waiting;
    await settled();
    expect(clock.pending()).toEqual([]);
  });

  test('an informer lists once the api-server answers, with back-off on the clock', async () => {
    const { api, clock, informers, informer } = lab();
    await api.create(resources.configMaps, configMap('a'), { cause });
    api.refuse = () => {
      throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' });
    };
    void informers.start();
    await settled();
    clock.advanceTo(100);
    await settled();
    expect(clock.pending()).toEqual([{ at: 300, timer: { name: 'informer-retry', upkeep: true } }]);
    api.refuse = () => {};
    clock.advanceTo(300);
    await informer.synced();
    expect(informer.list()).toHaveLength(1);
  });

  test('an informer lists again after pruning, and notifies of the differences', async () => {
    const { api, informers, notices } = lab();
    await api.create(resources.configMaps, configMap('gone'), { cause });
    await api.create(resources.configMaps, configMap('kept'), { cause });
    await api.create(resources.configMaps, configMap('changed'), { cause });
    await informers.start();
    notices.length = 0;
    api.channel = () => {};
    await api.delete(resources.configMaps, { namespace: 'default', name: 'gone' }, {}, { cause });
    await api.update(resources.configMaps, configMap('changed', 'new'), { cause });
    await api.create(resources.configMaps, configMap('added'), { cause });
    const read = api.readLog.bind(api);
    api.readLog = async (resource, after) => ({ ...(await read(resource, after)), events: [], complete: false });
    api.publishHeads();
    await settled();
    expect(told(notices)).toEqual(['added added 6', 'updated changed 5', 'deleted gone 6']);
  });

  test('recreation of an object under its name is notified as deletion and creation', async () => {
    const { api, informers, notices } = lab();
    await api.create(resources.configMaps, configMap('a', 'first'), { cause });
    await informers.start();
    api.channel = () => {};
    await api.delete(resources.configMaps, { namespace: 'default', name: 'a' }, {}, { cause });
    await api.create(resources.configMaps, configMap('a', 'second'), { cause });
    const read = api.readLog.bind(api);
    api.readLog = async (resource, after) => ({ ...(await read(resource, after)), complete: false });
    api.publishHeads();
    await settled();
    expect(told(notices)).toEqual(['added a 1', 'deleted a 3', 'added a 3']);
  });
});

describe('over a bus that loses, repeats and reorders', () => {
  type Step = {
    op: 'write' | 'delete' | 'flush' | 'heads' | 'outage';
    name: string;
    fate: 'deliver' | 'lose' | 'repeat' | 'delay' | 'strip';
  };
  const steps = fc.array(
    fc.record<Step>({
      op: fc.constantFrom('write', 'write', 'write', 'delete', 'flush', 'heads', 'outage'),
      name: fc.constantFrom('a', 'b', 'c'),
      fate: fc.constantFrom('deliver', 'deliver', 'lose', 'repeat', 'delay', 'strip'),
    }),
    { maxLength: 40 },
  );

  test('the cache equals the folded log, and notices of each object have no gap', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { clock, api, informers, informer, notices } = lab();
        const delayed: (() => void)[] = [];
        void informers.start();
        for (const [index, step] of script.entries()) {
          api.channel = (event, deliver) => {
            if (step.fate === 'lose') return;
            if (step.fate === 'delay') return void delayed.unshift(() => deliver(event));
            const { object: _, ...stripped } = event;
            deliver(step.fate === 'strip' ? (stripped as LogEvent) : event);
            if (step.fate === 'repeat') deliver(event);
          };
          if (step.op === 'outage') {
            api.refuse = (verb) => {
              if (verb === 'log' || verb === 'list') throw new ApiError({ code: 504, reason: 'Timeout', message: 'Timeout' });
            };
          } else if (step.op === 'flush') for (const deliver of delayed.splice(0)) deliver();
          else if (step.op === 'heads') api.publishHeads();
          else if (step.op === 'delete') {
            await api.delete(resources.configMaps, { namespace: 'default', name: step.name }, {}, { cause }).catch(() => undefined);
          } else {
            const exists = api.log.find(resources.configMaps, 'default', step.name) !== undefined;
            await api[exists ? 'update' : 'create'](resources.configMaps, configMap(step.name, `${index}`), { cause });
          }
          if (index % 3 === 0) clock.advanceTo(clock.now() + 50);
        }
        api.refuse = () => {};
        for (const deliver of delayed.splice(0)) deliver();
        api.publishHeads();
        for (let round = 0; round < 12; round++) {
          for (let turn = 0; turn < 100; turn++) await undefined;
          clock.advanceTo(clock.now() + 10_000);
        }
        expect(informer.list()).toEqual(api.log.objects(resources.configMaps));
        expect(informer.revision()).toBe(api.log.kindRevision(resources.configMaps));
        const first = notices.findIndex((notice) => notice.event !== undefined);
        const followed = first < 0 ? [] : notices.slice(first).map((notice) => notice.event?.revision);
        expect(followed).toEqual(api.log.events.slice(api.log.events.length - followed.length).map((event) => event.revision));
      }),
      { numRuns: 150 },
    );
  });
});
