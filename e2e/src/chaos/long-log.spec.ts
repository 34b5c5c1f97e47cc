import { ApiClient, Lab, LauncherClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lengthenLog } from './long-log.ts';
import { ServiceKiller } from './service-killer.ts';
import { eventually } from './waiting.ts';

const EVENTS = 100_000;
const KILLS = 5;
/** Promised time from SIGKILL until the API responds. */
const BACK_MS_MAX = 2_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
  await lab.klockwork('down');
  await lengthenLog(lab.data, EVENTS);
  await lab.up();
});
afterAll(() => lab.down());

test('an api-server that is killed on a log of 100,000 events answers again within 2 s, with every object as it was', async () => {
  const api = new ApiClient(lab.data);
  const killer = new ServiceKiller(new LauncherClient(lab.data));
  const isReady = async () => ((await api.send('GET', '/readyz')).status === 200 ? true : undefined);
  const tookMs: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await killer.kill('api-server');
    tookMs.push(Math.round((await eventually('an answer of /readyz', 10_000, isReady)).tookMs));
    // Node watches must resume before the next kill.
    await lab.kubectl('wait --for=condition=Ready node --all --timeout=20s');
  }
  console.log(`back on ${EVENTS} events after ${tookMs.join(', ')} ms`);
  const { body } = await api.send('GET', '/api/v1/namespaces/default/configmaps/long-0');
  expect((await lab.status()).revision).toBeGreaterThan(EVENTS);
  expect(Number(body.data?.revision)).toBe(Number(body.metadata.resourceVersion));
  // Uses the median: a busy machine may delay a single restart.
  expect(tookMs.toSorted((a, b) => a - b)[Math.floor(KILLS / 2)]).toBeLessThan(BACK_MS_MAX);
  api.close();
});
