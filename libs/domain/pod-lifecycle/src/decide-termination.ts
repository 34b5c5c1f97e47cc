import { podGraceSeconds } from './grace-seconds.ts';
import { giveUpPostStart } from './hooks/post-start.ts';
import { joinDrafts } from './join-drafts.ts';
import { podEvents } from './pod-events.ts';
import { containersOf, type PodState } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';
import { isHookWaitedFor, stopContainer } from './stopping/stop-container.ts';
import { isAlive, isItsTurn } from './stopping/stop-turn.ts';

/** Ends a pod: its containers, then its sandbox, then, if deleted, its object. */
export function decideTermination(view: PodView): Draft {
  const stoppedDraft = stopContainers(view);
  if (isAnythingRunning(view, stoppedDraft.state)) return stoppedDraft;
  const { sandbox } = stoppedDraft.state;
  switch (sandbox.type) {
    case 'starting':
    case 'stopping':
      return stoppedDraft;
    case 'ready':
      return {
        state: { ...stoppedDraft.state, sandbox: { ...sandbox, type: 'stopping' } },
        actions: [...stoppedDraft.actions, { type: 'stop-sandbox', id: sandbox.id }],
      };
    default:
      return close(view, stoppedDraft);
  }
}

/** Stops all containers at once, except sidecars, which end last. A pending start is awaited; a postStart hook is not. */
function stopContainers(view: PodView): Draft {
  const graceMs = podGraceSeconds(view.pod, view.state.ending) * 1_000;
  let draft = giveUpPostStart(view.state, view.pod);
  for (const container of containersOf(view.pod)) {
    const order = { graceMs, event: podEvents.killing(container.name), isItsTurn: isItsTurn(view.pod, draft.state, container) };
    draft = joinDrafts(draft, stopContainer({ ...view, state: draft.state }, container, order));
  }
  return draft;
}

// A pending pull is not awaited: its result is irrelevant.
function isAnythingRunning({ pod, now }: PodView, state: PodState): boolean {
  return containersOf(pod).some(({ name }) => isAlive(state, name) || isHookWaitedFor({ state, now }, name));
}

function close(view: PodView, draft: Draft): Draft {
  const isDeleted = view.pod.metadata?.deletionTimestamp !== undefined;
  if (view.removed) return { state: draft.state, actions: [...draft.actions, { type: 'forget-pod' }] };
  if (!isDeleted || draft.state.isClosed) return draft;
  return { state: { ...draft.state, isClosed: true }, actions: [...draft.actions, { type: 'delete-pod' }] };
}
