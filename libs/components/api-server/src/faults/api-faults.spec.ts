import type { Fault, FaultSpec } from '@klockwork/resources';
import { expect, test, vi } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { ApiFaults } from './api-faults.ts';

const FAULTS = '/apis/klockwork.dev/v1alpha1/faults';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

/** Starts an api-server with an active fault. */
async function faulty(spec: FaultSpec) {
  const server = await inMemoryApiServer();
  const { client } = server;
  await client.post(FAULTS, { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'flaky' }, spec });
  const status = { phase: 'Active', startTime: '2026-01-01T12:00:00.000Z', endTime: '2026-01-01T12:05:00.000Z' };
  return { ...server, activate: () => client.patch(`${FAULTS}/flaky/status`, 'merge-patch', { status }) };
}

const active = (spec: FaultSpec): Fault => ({ metadata: { name: 'flaky' }, spec });
const request = { verb: 'list', group: '', resource: 'pods', name: '', user: 'alice', userAgent: 'kubectl/v1.35.0' };

test.each([
  ['TooManyRequests', 429, 'Too many requests, please try again later.'],
  ['InternalError', 500, 'Internal error occurred: etcdserver: request timed out'],
  [
    'Conflict',
    409,
    'Operation cannot be fulfilled on pods "": the object has been modified; please apply your changes to the latest version and try again',
  ],
  ['Timeout', 504, 'Timeout: request did not complete within the allotted timeout'],
] as const)('a fault %s answers %i', (error, code, message) => {
  const faults = new ApiFaults();
  faults.injectors.ApiErrors?.(active({ type: 'ApiErrors', apiErrors: { error, percent: 100 } }));
  expect(() => faults.refuse(request)).toThrow(expect.objectContaining({ status: expect.objectContaining({ code, message }) }));
});

test('a fault affects the selected requests only, and never those for Faults and the Clock', () => {
  const faults = new ApiFaults();
  const apiErrors = { error: 'Conflict', verbs: ['list'], resources: ['pods', '*.apps'], users: ['ali*'] } as const;
  const injection = faults.injectors.ApiErrors?.(active({ type: 'ApiErrors', apiErrors: { ...apiErrors } as never }));
  for (const other of [{ verb: 'get' }, { resource: 'nodes' }, { user: 'bob' }, { group: 'klockwork.dev', resource: 'pods' }])
    faults.refuse({ ...request, ...other });
  expect(() => faults.refuse({ ...request, group: 'apps', resource: 'deployments', name: 'web' })).toThrow();
  expect(() => faults.refuse(request)).toThrow();
  expect(injection?.evidence()).toEqual({ touched: 2, names: ['list deployments.apps/web', 'list pods'] });
  injection?.end();
  faults.refuse(request);
  expect(faults.none).toBe(true);
});

test('a share of requests fails, the same ones for the same seed', () => {
  const failures = (seed: number) => {
    const faults = new ApiFaults();
    faults.injectors.ApiErrors?.(active({ type: 'ApiErrors', seed, apiErrors: { error: 'Timeout', percent: 20 } }));
    return Array.from({ length: 1000 }, () => {
      try {
        faults.refuse(request);
        return '.';
      } catch {
        return 'x';
      }
    }).join('');
  };
  expect(failures(7)).toBe(failures(7));
  expect(failures(7)).not.toBe(failures(8));
  const count = failures(7).replaceAll('.', '').length;
  expect(count).toBeGreaterThan(150);
  expect(count).toBeLessThan(250);
});

test('delays of several faults add up', () => {
  const faults = new ApiFaults();
  for (const delay of ['2s', '500ms']) faults.injectors.ApiLatency?.(active({ type: 'ApiLatency', apiLatency: { delay } }));
  expect(faults.fateOf(request)).toEqual({ delayMs: 2_500, error: undefined });
  faults.refuse(request);
});

test('delays and errors of one request are drawn in one walk, and each fault counts the request once', () => {
  const faults = new ApiFaults();
  const latency = faults.injectors.ApiLatency?.(active({ type: 'ApiLatency', apiLatency: { delay: '2s' } }));
  const [first, second] = (['Conflict', 'Timeout'] as const).map((error) =>
    faults.injectors.ApiErrors?.(active({ type: 'ApiErrors', apiErrors: { error } })),
  );
  expect(faults.fateOf(request)).toMatchObject({ delayMs: 2_000, error: { status: { reason: 'Conflict' } } });
  expect([latency, first, second].map((injection) => injection?.evidence()?.touched)).toEqual([1, 1, 0]);
});

test('an api-server under a fault answers errors until the Fault is deleted, and reports them', async () => {
  const { client, activate } = await faulty({ type: 'ApiErrors', apiErrors: { error: 'TooManyRequests' } });
  expect((await client.get(CONFIG_MAPS)).status).toBe(200);
  expect((await activate()).status).toBe(200);
  await vi.waitFor(async () => expect((await client.get(CONFIG_MAPS)).status).toBe(429));
  expect((await client.get(FAULTS)).status).toBe(200);
  expect((await client.get('/readyz')).status).toBe(200);
  expect((await client.delete(`${FAULTS}/flaky`)).status).toBe(200);
  await vi.waitFor(async () => expect((await client.get(CONFIG_MAPS)).status).toBe(200));
  await vi.waitFor(async () =>
    expect((await client.get(`${FAULTS}/flaky`)).json.status.reports['api-server']).toMatchObject({
      state: 'Recovered',
      names: ['list configmaps'],
    }),
  );
});

test('an api-server under a latency answers after the delay', async () => {
  const { client, activate, clock } = await faulty({ type: 'ApiLatency', apiLatency: { delay: '2s' } });
  await activate();
  const isDue = (name: string) => clock.pending().some(({ timer }) => timer.name === name);
  await vi.waitFor(() => expect(isDue('fault-report')).toBe(true));
  const answer = client.get(CONFIG_MAPS);
  await vi.waitFor(() => expect(isDue('api-latency')).toBe(true));
  clock.advanceTo(clock.now() + 1_999);
  expect(isDue('api-latency')).toBe(true);
  clock.advanceTo(clock.now() + 1);
  expect((await answer).status).toBe(200);
});

const STALE = { 'user-agent': 'operator/v1' };

test('gets and lists of a client under stale reads show the start of the fault, all others the present', async () => {
  const { client, activate, clock } = await faulty({ type: 'StaleReads', staleReads: { userAgents: ['operator/*'] } });
  const map = (name: string) => client.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  await map('a');
  await activate();
  clock.advanceTo(clock.now() + 1_000);
  await map('b');
  await client.delete(`${CONFIG_MAPS}/a`);
  const names = async (headers: Record<string, string>) =>
    (await client.get(CONFIG_MAPS, { headers })).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  await vi.waitFor(async () => expect(await names(STALE)).toEqual(['a']));
  expect(await names({})).toEqual(['b']);
  expect((await client.get(`${CONFIG_MAPS}/a`, { headers: STALE })).status).toBe(200);
  expect((await client.get(`${CONFIG_MAPS}/b`, { headers: STALE })).status).toBe(404);
  expect((await client.delete(`${CONFIG_MAPS}/b`, { headers: STALE })).status).toBe(200);
  const streamed = `${CONFIG_MAPS}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`;
  expect((await client.get(streamed, { headers: STALE })).status).toBe(422);
  const yaml = await client.send('GET', CONFIG_MAPS, { headers: { ...STALE, accept: 'application/yaml' } });
  expect(yaml.text).toContain('kind: ConfigMapList');
  expect((await client.get(FAULTS, { headers: STALE })).json.items[0].status.phase).toBe('Active');
  await client.delete(`${FAULTS}/flaky`);
  await vi.waitFor(async () => expect(await names(STALE)).toEqual([]));
});

test('lagging reads follow the present at their distance', () => {
  const faults = new ApiFaults();
  faults.injectors.StaleReads?.(active({ type: 'StaleReads', staleReads: { users: ['alice'], lag: '30s' } }));
  expect(faults.staleTime(request, 100_700)).toBe(70_000);
  expect(faults.staleTime({ ...request, user: 'bob' }, 100_700)).toBeUndefined();
  expect(faults.fateOf(request)).toEqual({ delayMs: 0, error: undefined });
});
