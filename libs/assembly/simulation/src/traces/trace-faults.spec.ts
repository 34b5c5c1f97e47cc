import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { hostTurn } from '../testing/host-turn.ts';
import { endOfStory, wrongEnd } from './end-of-story.ts';
import { playTrace } from './play-trace.ts';
import { storiesOfEnding } from './stories/ending.ts';
import { storiesOfRunning } from './stories/running.ts';
import { storiesOfStarting } from './stories/starting.ts';
import { allTraceFaults, faultActionOf } from './trace-fault.ts';
import type { TraceScenario } from './trace-scenario.ts';

/** Minimal declaration: tests of this package have no Node.js types. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** Faults per story. `npm run prove:lifecycle` runs all of them, which takes minutes. */
const FAULTS = process.env.KLOCKWORK_FAULTS ?? '1';
/** Time for recovery, including the last retry. */
const LONGER_MS = 700_000;
const SEED = 1;

const stories = [...storiesOfStarting, ...storiesOfRunning, ...storiesOfEnding];

test.each(stories)(
  '$title: whoever is killed, at whichever step, it ends the same',
  async (story) => {
    const rows = await playTrace(story, { seed: SEED, nextTurn: hostTurn, longerMs: LONGER_MS });
    const expected = endOfStory(rows);
    const wrong: string[] = [];
    for (const fault of chosen(story, rows)) {
      const name = `${fault.victim} killed at ${fault.at} ms`;
      try {
        const found = await playTrace(
          { ...story, waives: DISRUPTED },
          { seed: SEED, nextTurn: hostTurn, longerMs: LONGER_MS, fault: faultActionOf(fault) },
        );
        const complaint = wrongEnd(expected, endOfStory(found), { nodeLost: fault.victim.startsWith('node-') });
        if (complaint !== undefined) wrong.push(`${name}: ${complaint}`);
      } catch (error) {
        wrong.push(`${name}: ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  600_000,
);

/** Manual removals of nodes bypass the Deployment. */
const DISRUPTED = ['rollout-keeps-available'];

function chosen(story: TraceScenario, rows: Parameters<typeof allTraceFaults>[1]) {
  const withinStory = rows.filter(({ at }) => at <= story.seconds * 1_000);
  const all = allTraceFaults(story, withinStory);
  if (FAULTS === 'all') return all;
  const random = new SeededRandom(SEED).fork(story.title);
  return Array.from({ length: Number(FAULTS) }, () => all[random.integer(all.length)] as (typeof all)[number]);
}
