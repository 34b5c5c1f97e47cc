import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { Informers } from '@klockwork/informers';
import { ApiError, type LogFields, type Logger, ManualClock, silentLogger } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import type { Controller, Source } from './controller.ts';
import type { Plan } from './plan.ts';
import { runController } from './run-controller.ts';

type Config = KubeObject & { data?: Record<string, string> };

async function lab(
  reconcile: (config: Config | undefined, now: number) => Plan,
  logger: Logger = silentLogger,
  freshen?: (key: string, now: number) => Promise<void>,
  delay?: Source['delay'],
) {
  const clock = new ManualClock(0);
  const api = new InMemoryClusterApi({ clock });
  const informers = new Informers({ api, clock, logger: silentLogger });
  const configs = informers.informer<Config>(resources.configMaps);
  const looks: number[] = [];
  const controller: Controller = {
    name: 'test-controller',
    sources: [{ informer: configs, keys: ({ object }) => [object.metadata?.name as string], ...(delay && { delay }) }],
    ...(freshen && { freshen: (key: string) => freshen(key, clock.now()) }),
    reconcile: (key, now) => {
      looks.push(now);
      return reconcile(configs.get('default', key), now);
    },
  };
  const running = runController(controller, { api, clock, logger, recorder: { record() {} } });
  await informers.start();
  return { clock, api, running, looks, informers };
}

const raise = (config: Config): Plan => {
  const data = { n: `${Number(config.data?.n ?? 0) + 1}` };
  return { stages: [[{ type: 'update', resource: resources.configMaps, object: { ...config, data } as Config }]] };
};
const cause = { trigger: 'request' } as const;
const config = { metadata: { namespace: 'default', name: 'a' }, data: { n: '0' } } as Config;

test('a plan is executed with the handled event as its cause', async () => {
  const { api } = await lab((held) => (held?.data?.n === '0' ? raise(held) : { stages: [] }));
  await api.create(resources.configMaps, config, { cause });
  await settled();
  expect(api.log.events.map((event) => event.cause)).toEqual([cause, { trigger: 'event', revision: 1 }]);
});

test('a key whose reconcile fails is retried with back-off, while other keys proceed', async () => {
  const failures: LogFields[] = [];
  const logger = { ...silentLogger, error: (fields: LogFields) => failures.push(fields) };
  const seen: string[] = [];
  const { clock, api } = await lab((held, now) => {
    seen.push(`${held?.metadata?.name} at ${now}`);
    if (held?.metadata?.name === 'a' && now < 15) throw new TypeError('broken');
    return { stages: [] };
  }, logger);
  for (const name of ['a', 'b']) await api.create(resources.configMaps, { ...config, metadata: { namespace: 'default', name } }, { cause });
  await settled();
  for (const at of [5, 15, 60_000]) {
    clock.advanceTo(at);
    await settled();
  }
  expect(seen).toEqual(['a at 0', 'b at 0', 'a at 5', 'a at 15']);
  expect(failures).toEqual(
    [1, 2].map(() => ({ controller: 'test-controller', key: 'a', stack: expect.stringContaining('TypeError: broken') })),
  );
});

test('a key waits until the cache shows its last writes', async () => {
  const { clock, api, looks } = await lab((held) => (Number(held?.data?.n) < 3 ? raise(held as Config) : { stages: [] }));
  // Hints never arrive: the log alone reports writes, after 250 ms.
  api.channel = (event, deliver) => (event.revision === 1 ? deliver(event) : undefined);
  await api.create(resources.configMaps, config, { cause });
  await settled();
  for (const at of [250, 500, 750, 1_000]) {
    clock.advanceTo(at);
    await settled();
  }
  expect(api.writes.filter((write) => write.verb === 'update').map((write) => (write.body as Config).data?.n)).toEqual(['1', '2', '3']);
  expect(looks).toEqual([0, 250, 500, 750]);
});

test('a refused plan is retried with back-off and its cause', async () => {
  const { clock, api, looks } = await lab((held) => (held?.data?.n === '0' ? raise(held) : { stages: [] }));
  let refusals = 2;
  api.refuse = (verb) => {
    if (verb === 'update' && refusals-- > 0) throw new ApiError({ code: 500, reason: 'InternalError', message: 'no' });
  };
  await api.create(resources.configMaps, config, { cause });
  for (const at of [0, 5, 15]) {
    clock.advanceTo(at);
    await settled();
  }
  expect(looks).toEqual([0, 5, 15, 15]);
  expect(api.log.events.at(-1)?.cause).toEqual({ trigger: 'event', revision: 1 });
});

test('a failed read before a plan is retried with back-off', async () => {
  const read: number[] = [];
  const freshen = async (_key: string, now: number) => {
    read.push(now);
    if (read.length < 3) throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
  };
  const { clock, api, looks } = await lab(() => ({ stages: [] }), silentLogger, freshen);
  await api.create(resources.configMaps, config, { cause });
  for (const at of [0, 5, 15]) {
    clock.advanceTo(at);
    await settled();
  }
  expect([read, looks]).toEqual([[0, 5, 15], [15]]);
});

test('a plan may schedule a wake-up: its timer is the cause, with the revision that set it', async () => {
  const deadline = { at: 1_000, timer: { name: 'grace' } };
  const { clock, api, running } = await lab((held, now) =>
    now < 1_000 ? { stages: [], wakeAt: deadline } : held?.data?.n === '0' ? raise(held) : { stages: [] },
  );
  await api.create(resources.configMaps, config, { cause });
  await settled();
  await api.patch(
    resources.configMaps,
    { namespace: 'default', name: 'a' },
    { type: 'merge', body: { metadata: { labels: { a: 'b' } } } },
    { cause },
  );
  await settled();
  expect(clock.pending()).toEqual([{ at: 1_000, timer: { name: 'grace' } }]);
  clock.advanceTo(1_000);
  await settled();
  expect(api.log.events.at(-1)?.cause).toEqual({ trigger: 'timer', name: 'grace', revision: 1 });
  await running.stop();
});

test('an empty plan with an immediate wake-up is reported as a bug, and backs off', async () => {
  const errors: unknown[] = [];
  const logger = { ...silentLogger, error: (fields: LogFields) => void errors.push(fields) };
  const late = { at: 0, timer: { name: 'progress-deadline' } };
  const { clock, api, looks } = await lab(
    (held, now) => (held === undefined || now >= 35 ? { stages: [] } : { stages: [], wakeAt: late }),
    logger,
  );
  await api.create(resources.configMaps, config, { cause });
  for (const at of [0, 5, 15, 35, 1_000]) {
    clock.advanceTo(at);
    await settled();
  }
  expect(looks).toEqual([0, 5, 15, 35]);
  expect(errors).toEqual(Array(3).fill({ controller: 'test-controller', key: 'a', timer: 'progress-deadline' }));
});

test('a stopped controller leaves no timer and no worker behind', async () => {
  const { clock, api, running, informers, looks } = await lab(() => ({ stages: [], wakeAt: { at: 5_000, timer: { name: 'later' } } }));
  await api.create(resources.configMaps, config, { cause });
  await settled();
  await running.stop();
  informers.stop();
  expect(clock.pending()).toEqual([]);
  await api.create(resources.configMaps, { metadata: { namespace: 'default', name: 'b' } }, { cause });
  await settled();
  expect(looks).toEqual([0]);
});

test('a key with a deleted object waits until the cache shows the deletion', async () => {
  const remove: Plan = {
    stages: [[{ type: 'delete', resource: resources.configMaps, name: { namespace: 'default', name: 'a' }, deletion: {} }]],
  };
  const { clock, api, looks, running } = await lab((held) => (held === undefined ? { stages: [] } : remove));
  api.channel = (event, deliver) => (event.change === 'deleted' ? undefined : deliver(event));
  await api.create(resources.configMaps, config, { cause });
  await settled();
  expect(looks).toEqual([0]);
  clock.advanceTo(250);
  await settled();
  expect(looks).toEqual([0, 250]);
  expect(api.writes.map(({ verb }) => verb)).toEqual(['create', 'delete']);
  await running.stop();
  expect(clock.pending()).toEqual([]);
});

const write = (api: InMemoryClusterApi, n: string) =>
  api.patch(resources.configMaps, { namespace: 'default', name: 'a' }, { type: 'merge', body: { data: { n } } }, { cause });

test('a source with a delay collects its notices: the first sets the deadline, and the timer is the cause', async () => {
  const batch = { ms: 1_000, timer: { name: 'batch' } };
  const delay: Source['delay'] = ({ change }) => (change === 'updated' ? batch : undefined);
  const { clock, api, looks } = await lab((held) => (held?.data?.n === '2' ? raise(held) : { stages: [] }), silentLogger, undefined, delay);
  await api.create(resources.configMaps, config, { cause });
  await settled();
  clock.advanceTo(100);
  await write(api, '1');
  await settled();
  clock.advanceTo(900);
  await write(api, '2');
  await settled();
  expect(clock.pending()).toEqual([{ at: 1_100, timer: { name: 'batch' } }]);
  clock.advanceTo(1_100);
  await settled();
  expect(looks).toEqual([0, 1_100]);
  expect(api.log.events.at(-1)?.cause).toMatchObject({ trigger: 'timer', name: 'batch' });
});

test('a repeated plan reads the writes of its first pass', async () => {
  const seen: (string | undefined)[] = [];
  const { api } = await lab(
    (held) => {
      seen.push(held?.data?.n);
      return Number(held?.data?.n) < 5 ? { ...raise(held as Config), again: true } : { stages: [] };
    },
    silentLogger,
    undefined,
    ({ change }) => (change === 'updated' ? { ms: 1_000, timer: { name: 'batch' } } : undefined),
  );
  await api.create(resources.configMaps, config, { cause });
  await settled();
  expect(seen).toEqual(['0', '1']);
});
