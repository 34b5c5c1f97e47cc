import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { lostWrites, watchGaps } from '../chaos/log-verdicts.ts';
import { pause } from '../chaos/waiting.ts';
import { startBurners } from './burners.ts';
import { playHour } from './mistreated-hour.ts';
import { isLeftToProof, seedsFrom } from './proofs.ts';
import { RequestLoad } from './request-load.ts';
import { contentDifferences } from './verdicts/content.ts';

/** Decides what the clients read and write. */
const SEEDS = seedsFrom(2718);
/** Host time limit of two lab hours, one of them next to busy processes. */
const LOAD_MS_MAX = 300_000;
/** Poll interval for the end of the hour, host ms. */
const LOOK_MS = 50;

test.skipIf(isLeftToProof('an hour under load of clients and busy processors')).for(SEEDS)(
  'clients without pause and busy processors change nothing in the content of an hour (seed %i)',
  { timeout: LOAD_MS_MAX },
  async (seed, { signal }) => {
    const quiet = await playHour(seed, signal, async () => {});
    const stopBurning = startBurners(3);
    try {
      const { log, outcome, complaints, content } = await playHour(seed, signal, async ({ lab }, isOver) => {
        const from = (await lab.status()).revision as number;
        const load = new RequestLoad(lab.data, from, new SeededRandom(seed));
        while (!isOver()) await pause(LOOK_MS);
        return { from, ...(await load.end()) };
      });
      console.log(`load: ${outcome.reads} reads, ${outcome.acknowledged.length} writes`);
      expect(complaints).toEqual([]);
      expect(contentDifferences(quiet.content, content)).toEqual([]);
      expect([...lostWrites(log, outcome.acknowledged), ...watchGaps(log, outcome.watched, outcome.from)]).toEqual([]);
    } finally {
      stopBurning();
    }
  },
);
