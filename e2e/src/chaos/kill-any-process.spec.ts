import { SeededRandom } from '@klockwork/kernel';
import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Killer } from './killer.ts';
import { Load } from './load.ts';

/** Decides who is struck and when; the load meets each strike where it happens to be. */
const SEED = Number(process.env.KLOCKWORK_CHAOS_SEED ?? 8731);
const STRIKES = 12;
const PAUSE_MS_MAX = 2_500;
/** The log is in its hands: it is struck as often as all others together. */
const FAVOURITE = 'api-server';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
});
afterAll(() => lab.down());

it('whichever process is killed, again and again under load: nothing acknowledged is lost, no watcher misses anything, the cluster converges', async () => {
  const random = new SeededRandom(SEED);
  const load = await Load.start(lab, random);
  const killer = new Killer(load.launcher);
  const services = (await load.services()).flatMap((name) => [name, FAVOURITE]);
  await killer.rampage(random.fork('killer'), { services, strikes: STRIKES, pauseMsMax: PAUSE_MS_MAX });
  const { complaints, ...figures } = await load.end();
  console.log(`seed ${SEED}: ${killer.strikes.map(({ service }) => service).join(', ')}: ${JSON.stringify(figures)}`);
  expect(complaints).toEqual([]);
  // There was work between the strikes; how much is the machine's.
  expect(figures.acknowledged).toBeGreaterThan(4 * STRIKES);
});
