import type { Pod } from '@klockwork/kubernetes-types';
import { withDeadline } from './active-deadline.ts';
import { containersToRun } from './containers-to-run.ts';
import { decideContainer } from './decide-container.ts';
import { decideTermination } from './decide-termination.ts';
import { runPostStart } from './hooks/post-start.ts';
import { joinDrafts } from './join-drafts.ts';
import { isOver, phaseOf } from './phase.ts';
import type { Decision } from './pod-action.ts';
import { podEvents } from './pod-events.ts';
import { type ContainerMemory, containerMemory, containersOf, type PodMemory } from './pod-memory.ts';
import { podStatus } from './pod-status.ts';
import type { Draft, PodView } from './pod-view.ts';
import { probesDue, withProbeWorkers } from './probes/plan-probes.ts';
import { withAllocation } from './resize/allocation.ts';
import { settleResize } from './resize/decide-resize.ts';

/**
 * Decides actions and status of a pod. Pure; a repetition without new facts decides nothing new. Models syncPod, syncTerminatingPod and
 * syncTerminatedPod of `pkg/kubelet/kubelet.go`.
 */
export function decidePod(asked: PodView): Decision {
  const view = { ...asked, pod: withAllocation(asked.pod, asked.memory.allocation ?? {}) };
  const isAskedToEnd = view.removed || view.pod.metadata?.deletionTimestamp !== undefined;
  const watched = isAskedToEnd || isOver(view.pod, view.memory) ? { memory: view.memory, actions: [] } : withDeadline(view);
  const isEnding = isAskedToEnd || isOver(view.pod, watched.memory);
  const seen = { ...view, memory: watched.memory };
  const decided = joinDrafts(watched, isEnding ? decideTermination(seen) : decideRun(seen));
  const draft = settleResize(decided, asked.pod, view.pod);
  const memory = withReached(withProbeWorkers(draft.memory, view.pod, view.now), view.pod);
  const status = podStatus(view, memory);
  return { ...draft, memory: { ...memory, status }, status, probes: probesDue(memory, view.pod, isEnding) };
}

/** Records the terminal phase, so that later events do not change it. */
function withReached(memory: PodMemory, pod: Pod): PodMemory {
  const phase = phaseOf(pod, memory);
  return phase === 'Succeeded' || phase === 'Failed' ? { ...memory, reached: phase } : memory;
}

function decideRun(view: PodView): Draft {
  const { memory, now } = view;
  switch (memory.sandbox.state) {
    case 'failed':
      if (now < memory.sandbox.retryAt)
        return { memory, actions: [], wakeAt: { at: memory.sandbox.retryAt, timer: { name: 'pod-sandbox-retry' } } };
      return runSandbox(memory);
    case 'none':
    case 'stopped':
      return runSandbox(memory);
    case 'ready':
      return decideContainers(view);
    default:
      return { memory, actions: [] };
  }
}

function runSandbox(memory: PodMemory): Draft {
  const ranBefore = memory.sandbox.state === 'none' && Object.values(memory.containers).some(({ current, last }) => current ?? last);
  return {
    memory: { ...memory, sandbox: { state: 'starting' } },
    actions: [...(ranBefore ? [podEvents.sandboxChanged()] : []), { do: 'run-sandbox' }],
  };
}

/**
 * Containers start one after the other: a pod has at most one pending pull, start or postStart hook. Stopping containers proceed meanwhile.
 */
function decideContainers(view: PodView): Draft {
  const hook = runPostStart(view.memory, view.pod);
  if (hook !== undefined) return hook;
  const isBusy = containersOf(view.pod).some(({ name }) => isBeingStarted(containerMemory(view.memory, name)));
  let draft: Draft = { memory: view.memory, actions: [] };
  for (const container of containersToRun(view.pod, view.memory)) {
    if (isBusy && !isEnding(containerMemory(draft.memory, container.name))) continue;
    draft = joinDrafts(draft, decideContainer({ ...view, memory: draft.memory }, container));
    if (containerMemory(draft.memory, container.name).work !== undefined) return draft;
  }
  return draft;
}

/** True while a container occupies the worker. After a failed postStart hook this lasts until the container ended. */
function isBeingStarted({ work, postStart, current }: ContainerMemory): boolean {
  return work !== undefined || (postStart === 'failed' && current?.state === 'running');
}

function isEnding({ stop, postStart, current }: ContainerMemory): boolean {
  return current?.state === 'running' && (stop !== undefined || postStart === 'failed');
}
