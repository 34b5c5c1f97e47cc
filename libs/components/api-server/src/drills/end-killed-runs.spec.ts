import { ManualHost, silentLogger } from '@klockwork/kernel';
import type { DrillStatus } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/index.ts';
import { endKilledRuns } from './end-killed-runs.ts';
import { watchRuns } from './watch-runs.ts';

const DRILLS = '/apis/klockwork.dev/v1alpha1/drills';
const spec = { title: 'A drill' };

test('a run whose process was killed is inconclusive after the next start', async () => {
  const server = await inMemoryApiServer();
  await drill(server, 'a', { phase: 'Running', observedGeneration: 1, seed: 3, runner: '1-812' });
  await endKilledRuns(server.registry, (runner) => runner === '1-812');
  const at = '2026-01-01T12:00:00Z';
  const [reason, message] = ['RunnerKilled', 'the process of the run was killed before its end'];
  expect(await statusOf(server, 'a')).toEqual({
    ...{ phase: 'Stopped', observedGeneration: 1, verdict: 'Inconclusive', reason, message, seed: 3, startTime: at, completionTime: at },
    conditions: [{ type: 'Passed', status: 'Unknown', reason, message, lastTransitionTime: at }],
  });
});

test.each<[string, DrillStatus]>([
  ['whose process lives', { phase: 'Running', runner: '1-813' }],
  ['without a known process', { phase: 'Running' }],
  ['that has ended', { phase: 'Completed', verdict: 'Passed', runner: '1-812' }],
])('a run %s stays as it is', async (_, status) => {
  const server = await inMemoryApiServer();
  await drill(server, 'a', status);
  const before = await statusOf(server, 'a');
  const { revision } = server.journal.state;
  await endKilledRuns(server.registry, (runner) => runner === '1-812');
  expect([await statusOf(server, 'a'), server.journal.state.revision]).toEqual([before, revision]);
});

test.each(['before', 'after'])('a run that began %s the start of the server ends within seconds of its kill', async (when) => {
  const host = new ManualHost();
  const server = await inMemoryApiServer();
  const { registry, journal } = server;
  const begin = () => drill(server, 'a', { phase: 'Running', runner: '1-812' });
  if (when === 'before') await begin();
  let isAlive = true;
  const stop = watchRuns({ registry, journal, logger: silentLogger, hostTimer: host, hasEnded: () => !isAlive });
  if (when === 'after') await begin();
  await host.run(20_000);
  expect(await statusOf(server, 'a')).toMatchObject({ phase: 'Running' });
  isAlive = false;
  await host.run(5_000);
  await expect.poll(() => statusOf(server, 'a'), { timeout: 60_000 }).toMatchObject({ phase: 'Stopped', reason: 'RunnerKilled' });
  stop();
});

async function drill({ client }: InMemoryApiServer, name: string, status: DrillStatus): Promise<void> {
  const created = await client.post(DRILLS, { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Drill', metadata: { name }, spec });
  expect([created.status, created.text]).toEqual([201, expect.any(String)]);
  expect(await client.put(`${DRILLS}/${name}/status`, { ...created.json, status })).toMatchObject({ status: 200 });
}

async function statusOf({ client }: InMemoryApiServer, name: string): Promise<DrillStatus> {
  return (await client.get(`${DRILLS}/${name}`)).json.status;
}
