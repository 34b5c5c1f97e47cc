import { podGraceSeconds } from './grace-seconds.ts';
import { giveUpPostStart } from './hooks/post-start.ts';
import { joinDrafts } from './join-drafts.ts';
import { podEvents } from './pod-events.ts';
import { containersOf, type PodMemory } from './pod-memory.ts';
import type { Draft, PodView } from './pod-view.ts';
import { isHookWaitedFor, stopContainer } from './stopping/stop-container.ts';
import { isAlive, isItsTurn } from './stopping/stop-turn.ts';

/** Ends a pod: its containers, then its sandbox, then, if deleted, its object. */
export function decideTermination(view: PodView): Draft {
  const stopped = stopContainers(view);
  if (isAnythingRunning(view, stopped.memory)) return stopped;
  const { sandbox } = stopped.memory;
  switch (sandbox.state) {
    case 'starting':
    case 'stopping':
      return stopped;
    case 'ready':
      return {
        memory: { ...stopped.memory, sandbox: { ...sandbox, state: 'stopping' } },
        actions: [...stopped.actions, { do: 'stop-sandbox', id: sandbox.id }],
      };
    default:
      return close(view, stopped);
  }
}

/** Stops all containers at once, except sidecars, which end last. A pending start is awaited; a postStart hook is not. */
function stopContainers(view: PodView): Draft {
  const graceMs = podGraceSeconds(view.pod, view.memory.ending) * 1_000;
  let draft = giveUpPostStart(view.memory, view.pod);
  for (const container of containersOf(view.pod)) {
    const order = { graceMs, event: podEvents.killing(container.name), isItsTurn: isItsTurn(view.pod, draft.memory, container) };
    draft = joinDrafts(draft, stopContainer({ ...view, memory: draft.memory }, container, order));
  }
  return draft;
}

// A pending pull is not awaited: its result is irrelevant.
function isAnythingRunning({ pod, now }: PodView, memory: PodMemory): boolean {
  return containersOf(pod).some(({ name }) => isAlive(memory, name) || isHookWaitedFor({ memory, now }, name));
}

function close(view: PodView, draft: Draft): Draft {
  const isDeleted = view.pod.metadata?.deletionTimestamp !== undefined;
  if (view.removed) return { memory: draft.memory, actions: [...draft.actions, { do: 'forget-pod' }] };
  if (!isDeleted || draft.memory.closed) return draft;
  return { memory: { ...draft.memory, closed: true }, actions: [...draft.actions, { do: 'delete-pod' }] };
}
