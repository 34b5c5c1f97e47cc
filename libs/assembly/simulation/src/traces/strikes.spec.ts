import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { hostTurn } from '../testing/host-turn.ts';
import { endOfStory, wrongEnd } from './end-of-story.ts';
import { playTrace } from './play-trace.ts';
import { storiesOfEnding } from './stories/ending.ts';
import { storiesOfRunning } from './stories/running.ts';
import { storiesOfStarting } from './stories/starting.ts';
import { allStrikes, misfortuneOf } from './strike.ts';
import type { TraceScenario } from './trace-scenario.ts';

/** Declared here: what else of the host a test may ask is nobody's business. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** How many of each story. All of them take minutes: `npm run prove:lifecycle` plays them. */
const STRIKES = process.env.KLOCKWORK_STRIKES ?? '1';
/** Time to get over it, whatever the last retry of it was. */
const LONGER_MS = 700_000;
const SEED = 1;

const stories = [...storiesOfStarting, ...storiesOfRunning, ...storiesOfEnding];

test.each(stories)(
  '$title: whoever is killed, at whichever step, it ends the same',
  async (story) => {
    const rows = await playTrace(story, { seed: SEED, nextTurn: hostTurn, longerMs: LONGER_MS });
    const expected = endOfStory(rows);
    const wrong: string[] = [];
    for (const strike of chosen(story, rows)) {
      const name = `${strike.victim} killed at ${strike.at} ms`;
      try {
        const found = await playTrace(
          { ...story, waives: DISRUPTED },
          { seed: SEED, nextTurn: hostTurn, longerMs: LONGER_MS, misfortune: misfortuneOf(strike) },
        );
        const complaint = wrongEnd(expected, endOfStory(found), { nodeLost: strike.victim.startsWith('node-') });
        if (complaint !== undefined) wrong.push(`${name}: ${complaint}`);
      } catch (error) {
        wrong.push(`${name}: ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  600_000,
);

/** Who takes a node away asks no Deployment. */
const DISRUPTED = ['rollout-keeps-available'];

function chosen(story: TraceScenario, rows: Parameters<typeof allStrikes>[1]) {
  const withinStory = rows.filter(({ at }) => at <= story.seconds * 1_000);
  const all = allStrikes(story, withinStory);
  if (STRIKES === 'all') return all;
  const random = new SeededRandom(SEED).fork(story.title);
  return Array.from({ length: Number(STRIKES) }, () => all[random.integer(all.length)] as (typeof all)[number]);
}
