import { SeededRandom } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { hostTurn } from '../testing/host-turn.ts';
import { endOfStory, wrongEnd } from './end-of-story.ts';
import { playTrace } from './play-trace.ts';
import type { TraceRow } from './record-trace.ts';
import { storiesOfEnding } from './stories/ending.ts';
import { storiesOfRunning } from './stories/running.ts';
import { storiesOfStarting } from './stories/starting.ts';
import { allTraceFaults, faultActionOf } from './trace-fault.ts';
import type { TraceScenario } from './trace-scenario.ts';
import { traceText } from './trace-text.ts';

/** Minimal declaration: tests of this package have no Node.js types. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** Faults per story. `npm run prove:lifecycle` runs all of them, which takes minutes. */
const FAULTS = process.env.KLOCKWORK_FAULTS ?? '1';
/** Time for recovery, including the last retry. */
const LONGER_MS = 700_000;
/** Pages end this long after a story's last action. */
const PAGE_MS = 10_000;
const SEED = 1;
const TIMEOUT_MS = 600_000;

const PAGES = [
  { file: 'starting', title: 'How pods start', stories: storiesOfStarting },
  { file: 'running', title: 'What becomes of pods that run', stories: storiesOfRunning },
  { file: 'ending', title: 'How pods end', stories: storiesOfEnding },
];

const INTRODUCTION = `Each story was played to a whole cluster under virtual time, and this is all that kubectl could see of it: the columns of
\`kubectl get pods\`, the conditions that changed, and the Events, at lab time since the first object was applied. Times are those of the
realistic profile with seed 1. A test holds the page against what happens
(\`vitest run --dir libs/assembly/simulation traces -u\` writes it anew).`;

/** Rows of stories without faults: a story is played once for its page and its faults. */
const played = new Map<TraceScenario, Promise<readonly TraceRow[]>>();

function rowsOf(story: TraceScenario): Promise<readonly TraceRow[]> {
  const rows = played.get(story) ?? playTrace(story, { seed: SEED, nextTurn: hostTurn, longerMs: LONGER_MS });
  played.set(story, rows);
  return rows;
}

function until(rows: readonly TraceRow[], ms: number): readonly TraceRow[] {
  return rows.filter(({ at }) => at <= ms);
}

test.each(PAGES)(
  '$title: the page tells what happens',
  async ({ file, title, stories }) => {
    const sections: string[] = [];
    for (const story of stories) {
      const rows = await rowsOf(story).catch((error: unknown) => {
        throw new Error(story.title, { cause: error });
      });
      sections.push(traceText(story, until(rows, story.seconds * 1_000 + PAGE_MS)));
    }
    const page = [`# ${title}\n\n${INTRODUCTION}\n`, ...sections].join('\n');
    await expect(page).toMatchFileSnapshot(`../../../../../docs/lifecycle/${file}.md`);
  },
  TIMEOUT_MS,
);

describe('faults', () => {
  test.each(PAGES.flatMap(({ stories }) => stories))(
    '$title: whoever is killed, at whichever step, it ends the same',
    async (story) => {
      const rows = await rowsOf(story);
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
    TIMEOUT_MS,
  );
});

/** Manual removals of nodes bypass the Deployment. */
const DISRUPTED = ['rollout-keeps-available'];

function chosen(story: TraceScenario, rows: readonly TraceRow[]) {
  const all = allTraceFaults(story, until(rows, story.seconds * 1_000));
  if (FAULTS === 'all') return all;
  const random = new SeededRandom(SEED).fork(story.title);
  return Array.from({ length: Number(FAULTS) }, () => all[random.integer(all.length)] as (typeof all)[number]);
}
