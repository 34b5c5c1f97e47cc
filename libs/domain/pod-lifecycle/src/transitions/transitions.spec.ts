import { expect, test } from 'vitest';
import { storiesOfEnding } from './stories-of-ending.ts';
import { storiesOfRunning } from './stories-of-running.ts';
import { storiesOfStarting } from './stories-of-starting.ts';
import { tellStory } from './tell-stories.ts';

const INTRODUCTION = `# The transitions of a pod

Every transition that a pod makes on its node: what triggers it, what its status then says, which Events tell of it, and what the kubelet
does next. The state machine of \`libs/domain/pod-lifecycle\` played these tables; a test holds the page against it
(\`vitest run --dir libs/domain/pod-lifecycle transitions -u\` writes it anew).

A number in brackets is the restart count. \`Ready\` is the pod's condition, with its reason. A terminal phase is shown once nothing of the
pod is left on its node. Who wants to know how long each step takes finds it in [timers](../timers.md).
`;

test('the page of transitions equals the behaviour of the state machine', async () => {
  const sections = [...storiesOfStarting, ...storiesOfRunning, ...storiesOfEnding].map(tellStory);
  await expect([INTRODUCTION, ...sections].join('\n')).toMatchFileSnapshot('../../../../../docs/lifecycle/transitions.md');
});
