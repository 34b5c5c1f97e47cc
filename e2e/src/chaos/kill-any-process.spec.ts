import { SeededRandom } from '@klockwork/kernel';
import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Load } from './load.ts';
import { ServiceKiller } from './service-killer.ts';

/** Seed of victims and times; the load is in any state at a kill. */
const SEED = Number(process.env.KLOCKWORK_CHAOS_SEED ?? 8731);
const KILLS = 12;
const PAUSE_MS_MAX = 2_500;
/** Owner of the log: killed as often as all other services together. */
const FAVOURITE = 'api-server';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
});
afterAll(() => lab.down());

test('whichever process is killed, again and again under load: nothing acknowledged is lost, no watcher misses anything, the cluster converges', async () => {
  const random = new SeededRandom(SEED);
  const load = await Load.start(lab, random);
  const killer = new ServiceKiller(load.launcher);
  const services = (await load.services()).flatMap((name) => [name, FAVOURITE]);
  await killer.killRandomly(random.fork('killer'), { services, kills: KILLS, pauseMsMax: PAUSE_MS_MAX });
  const { complaints, ...figures } = await load.end();
  console.log(`seed ${SEED}: ${killer.kills.map(({ service }) => service).join(', ')}: ${JSON.stringify(figures)}`);
  expect(complaints).toEqual([]);
  // Requires work between kills; its amount depends on the machine.
  expect(figures.acknowledged).toBeGreaterThan(KILLS);
});
