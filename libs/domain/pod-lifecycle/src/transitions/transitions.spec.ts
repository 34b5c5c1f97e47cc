import { expect, test } from 'vitest';
import { storiesOfEnding } from './stories-of-ending.ts';
import { storiesOfRunning } from './stories-of-running.ts';
import { storiesOfStarting } from './stories-of-starting.ts';
import { tellStory } from './tell-stories.ts';

const INTRODUCTION = `# The transitions of a pod

This page lists every transition of a pod on its node: trigger, resulting status, Events, and next actions of the kubelet. The state machine of
\`libs/domain/pod-lifecycle\` generates these tables, and a test compares the page
(\`vitest run --dir libs/domain/pod-lifecycle transitions -u\` rewrites it).

A number in brackets is the restart count. \`Ready\` is the pod's condition, with its reason. A terminal phase appears once all parts of the pod have
ended on its node. [Timers](../timers.md) lists the duration of each step.
`;

test('the page of transitions equals the behaviour of the state machine', async () => {
  const sections = [...storiesOfStarting, ...storiesOfRunning, ...storiesOfEnding].map(tellStory);
  await expect([INTRODUCTION, ...sections].join('\n')).toMatchFileSnapshot('../../../../../docs/lifecycle/transitions.md');
});
