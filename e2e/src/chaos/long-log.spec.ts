import { readFileSync } from 'node:fs';
import { ApiClient, Lab, LauncherClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lengthenLog } from './long-log.ts';
import { ServiceKiller } from './service-killer.ts';
import { eventually } from './waiting.ts';

const EVENTS = 100_000;
const KILLS = 5;
/** Promised processor time from SIGKILL until the API responds. Other processes do not lengthen it, unlike host time. */
const BACK_MS_MAX = 2_000;
const TICK_MS = 10;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
  await lab.klockwork('down');
  await lengthenLog(lab.data, EVENTS);
  await lab.up();
});
afterAll(() => lab.down());

test('an api-server that is killed on a log of 100,000 events answers again after 2 s of processor time, with every object as it was', async () => {
  const api = new ApiClient(lab.data);
  const launcher = new LauncherClient(lab.data);
  const killer = new ServiceKiller(launcher);
  const isReady = async () => ((await api.send('GET', '/readyz')).status === 200 ? true : undefined);
  const tookMs: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await killer.kill('api-server');
    await eventually('an answer of /readyz', 60_000, isReady);
    tookMs.push(processorMs((await launcher.status()).services.find(({ name }) => name === 'api-server')?.pid as number));
    // Node watches must resume before the next kill.
    await lab.kubectl('wait --for=condition=Ready node --all --timeout=60s');
  }
  console.log(`back on ${EVENTS} events after ${tookMs.join(', ')} ms`);
  const { body } = await api.send('GET', '/api/v1/namespaces/default/configmaps/long-0');
  expect((await lab.status()).revision).toBeGreaterThan(EVENTS);
  expect(Number(body.data?.revision)).toBe(Number(body.metadata.resourceVersion));
  expect(Math.max(...tookMs)).toBeLessThan(BACK_MS_MAX);
  api.close();
});

/** Processor time of a running process since its start, ms. Models fields 14 and 15 of proc_pid_stat(5). */
function processorMs(pid: number): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number);
  return (user + system) * TICK_MS;
}
