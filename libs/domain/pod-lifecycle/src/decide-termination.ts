import type { Pod } from 'kubernetes-types/core/v1';
import type { Draft, PodView } from './decide.ts';
import { graceSeconds } from './grace-seconds.ts';
import type { PodAction } from './pod-action.ts';
import { podEvents } from './pod-events.ts';
import { containerMemory, containersOf, type PodMemory, withContainer } from './pod-memory.ts';

/** Ends a pod: its containers, then its sandbox, then, when it is being deleted, its object. */
export function decideTermination(view: PodView): Draft {
  const stopped = stopContainers(view);
  if (isAnythingRunning(view.pod, stopped.memory)) return stopped;
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

function stopContainers(view: PodView): Draft {
  const graceMs = graceSeconds(view.pod, undefined, view.memory.ending) * 1_000;
  const actions: PodAction[] = [];
  let { memory } = view;
  for (const { name } of containersOf(view.pod)) {
    const { current, stopGraceMs } = containerMemory(memory, name);
    if (current?.state !== 'running' || (stopGraceMs !== undefined && stopGraceMs <= graceMs)) continue;
    if (stopGraceMs === undefined) actions.push(podEvents.killing(name));
    actions.push({ do: 'stop-container', container: name, id: current.id, graceMs });
    memory = withContainer(memory, name, { stopGraceMs: graceMs });
  }
  return { memory, actions };
}

// A pull under way is not waited for: its outcome no longer matters.
function isAnythingRunning(pod: Pod, memory: PodMemory): boolean {
  return containersOf(pod).some(({ name }) => {
    const { current, work } = containerMemory(memory, name);
    return current?.state === 'running' || work === 'starting';
  });
}

function close(view: PodView, draft: Draft): Draft {
  const isDeleted = view.pod.metadata?.deletionTimestamp !== undefined;
  if (view.removed) return { memory: draft.memory, actions: [...draft.actions, { do: 'forget-pod' }] };
  if (!isDeleted || draft.memory.closed) return draft;
  return { memory: { ...draft.memory, closed: true }, actions: [...draft.actions, { do: 'delete-pod' }] };
}
