import { expect, test } from 'vitest';
import { hostTurn } from '../testing/host-turn.ts';
import { playTrace } from './play-trace.ts';
import { storiesOfEnding } from './stories/ending.ts';
import { storiesOfRunning } from './stories/running.ts';
import { storiesOfStarting } from './stories/starting.ts';
import { traceText } from './trace-text.ts';

const PAGES = [
  { file: 'starting', title: 'How pods start', stories: storiesOfStarting },
  { file: 'running', title: 'What becomes of pods that run', stories: storiesOfRunning },
  { file: 'ending', title: 'How pods end', stories: storiesOfEnding },
];

const INTRODUCTION = `Each story was played to a whole cluster under virtual time, and this is all that kubectl could see of it: the columns of
\`kubectl get pods\`, the conditions that changed, and the Events, at lab time since the first object was applied. Times are those of the
realistic profile with seed 1. A test holds the page against what happens
(\`vitest run --dir libs/assembly/simulation traces -u\` writes it anew).`;

test.each(PAGES)('$title: the page tells what happens', async ({ file, title, stories }) => {
  const sections: string[] = [];
  for (const story of stories) {
    const rows = await playTrace(story, { seed: 1, nextTurn: hostTurn }).catch((error: unknown) => {
      throw new Error(story.title, { cause: error });
    });
    sections.push(traceText(story, rows));
  }
  const page = [`# ${title}\n\n${INTRODUCTION}\n`, ...sections].join('\n');
  await expect(page).toMatchFileSnapshot(`../../../../../docs/lifecycle/${file}.md`);
});
