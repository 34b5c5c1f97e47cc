import type { Pod } from '@klockwork/kubernetes-types';
import { withDeadline } from './active-deadline.ts';
import { type ContainerState, hasFailedPostStart, isStartPending, newestReport } from './container-state.ts';
import { containersToRun } from './containers-to-run.ts';
import { decideContainer } from './decide-container.ts';
import { decideTermination } from './decide-termination.ts';
import type { Decision } from './decision.ts';
import { runPostStart } from './hooks/post-start.ts';
import { joinDrafts } from './join-drafts.ts';
import { isOver, phaseOf } from './phase.ts';
import { podEvents } from './pod-events.ts';
import { containerState, containersOf, type PodState } from './pod-state.ts';
import { podStatus } from './pod-status.ts';
import type { Draft, PodView } from './pod-view.ts';
import { probesDue, withProbeWorkers } from './probes/plan-probes.ts';
import { withAllocation } from './resize/allocation.ts';
import { settleResize } from './resize/decide-resize.ts';

/**
 * Decides actions and status of a pod. Pure; a repetition without new facts decides nothing new. Models syncPod, syncTerminatingPod and
 * syncTerminatedPod of `pkg/kubelet/kubelet.go`.
 */
export function decidePod(current: PodView): Decision {
  const view = { ...current, pod: withAllocation(current.pod, current.state.allocation ?? {}) };
  const isAskedToEnd = view.removed || view.pod.metadata?.deletionTimestamp !== undefined;
  const watchedDraft = isAskedToEnd || isOver(view.pod, view.state) ? { state: view.state, actions: [] } : withDeadline(view);
  const isEnding = isAskedToEnd || isOver(view.pod, watchedDraft.state);
  const watchedView = { ...view, state: watchedDraft.state };
  const decidedDraft = joinDrafts(watchedDraft, isEnding ? decideTermination(watchedView) : decideRun(watchedView));
  const draft = settleResize(decidedDraft, current.pod, view.pod);
  const state = withTerminalPhase(withProbeWorkers(draft.state, view.pod, view.now), view.pod);
  const status = podStatus(view, state);
  return { ...draft, state: { ...state, status }, status, probes: probesDue(state, view.pod, isEnding) };
}

/** Records the terminal phase, so that later events do not change it. */
function withTerminalPhase(state: PodState, pod: Pod): PodState {
  const phase = phaseOf(pod, state);
  return phase === 'Succeeded' || phase === 'Failed' ? { ...state, terminalPhase: phase } : state;
}

function decideRun(view: PodView): Draft {
  const { state, now } = view;
  switch (state.sandbox.type) {
    case 'failed':
      if (now < state.sandbox.retryAt)
        return { state, actions: [], wakeAt: { at: state.sandbox.retryAt, timer: { name: 'pod-sandbox-retry' } } };
      return runSandbox(state);
    case 'none':
    case 'stopped':
      return runSandbox(state);
    case 'ready':
      return decideContainers(view);
    default:
      return { state, actions: [] };
  }
}

function runSandbox(state: PodState): Draft {
  const ranBefore =
    state.sandbox.type === 'none' &&
    Object.values(state.containers).some((container) => newestReport(container) ?? container.history.previous);
  return {
    state: { ...state, sandbox: { type: 'starting' } },
    actions: [...(ranBefore ? [podEvents.sandboxChanged()] : []), { type: 'run-sandbox' }],
  };
}

/**
 * Containers start one after the other: a pod has at most one pending pull, start or postStart hook. Stopping containers proceed meanwhile.
 */
function decideContainers(view: PodView): Draft {
  const hook = runPostStart(view.state, view.pod);
  if (hook !== undefined) return hook;
  const isBusy = containersOf(view.pod).some(({ name }) => isOccupying(containerState(view.state, name)));
  let draft: Draft = { state: view.state, actions: [] };
  for (const container of containersToRun(view.pod, view.state)) {
    if (isBusy && !isBeingStopped(containerState(draft.state, container.name))) continue;
    draft = joinDrafts(draft, decideContainer({ ...view, state: draft.state }, container));
    if (isStartPending(containerState(draft.state, container.name))) return draft;
  }
  return draft;
}

/** True while a container occupies the worker. After a failed postStart hook this lasts until the container ended. */
function isOccupying(state: ContainerState): boolean {
  return isStartPending(state) || hasFailedPostStart(state);
}

function isBeingStopped(state: ContainerState): boolean {
  return state.type === 'stopping' || hasFailedPostStart(state);
}
