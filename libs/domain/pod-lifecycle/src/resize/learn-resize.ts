import { type LabTime, nextWhole } from '@klockwork/kernel';
import type { Pod, ResourceRequirements } from '@klockwork/kubernetes-types';
import { withHistory } from '../container-state.ts';
import type { LearnResult } from '../learn-result.ts';
import { containerState, type PodState, withContainer } from '../pod-state.ts';
import { allocationOf, withAllocation } from './allocation.ts';
import { resizeEvents } from './resize-events.ts';
import type { ResizeRefusal } from './resize-state.ts';

/** Fact about a resize: its grant, or the result for one container. */
export type ResizeFact =
  | { readonly type: 'resize-judged'; readonly pod: Pod; readonly refusal?: ResizeRefusal }
  | { readonly type: 'container-resized'; readonly pod: Pod; readonly container: string; readonly resources: ResourceRequirements }
  | { readonly type: 'resize-failed'; readonly pod: Pod; readonly container: string; readonly message: string };

/** Failed resizes are retried at multiples of this, in ms. */
const RETRY_MS = 10_000;

/**
 * Records a fact about a resize. Models `handlePodResourcesResize` of pkg/kubelet/allocation and `doPodResizeAction` of
 * pkg/kubelet/kuberuntime.
 */
export function learnResize(state: PodState, fact: ResizeFact, now: LabTime): LearnResult {
  const generation = fact.pod.metadata?.generation ?? 0;
  switch (fact.type) {
    case 'resize-judged':
      if (fact.refusal !== undefined) return refused(state, fact.pod, fact.refusal, { since: now, generation });
      return {
        state: { ...state, allocation: allocationOf(fact.pod), resize: { progress: { since: now, generation } } },
        events: [resizeEvents.started(fact.pod, generation)],
      };
    case 'container-resized':
      return { state: withResources(state, fact.container, { resources: fact.resources }), events: [] };
    case 'resize-failed':
      return failed(state, fact, now);
  }
}

function refused(state: PodState, pod: Pod, refusal: ResizeRefusal, step: { since: LabTime; generation: number }): LearnResult {
  const before = state.resize?.pending;
  const isRepeated = before?.reason === refusal.reason && before.message === refusal.message && before.generation === step.generation;
  if (isRepeated) return { state, events: [] };
  const since = before?.since ?? step.since;
  return {
    state: { ...state, resize: { ...state.resize, pending: { ...refusal, ...step, since } } },
    events: [resizeEvents.refused(pod, refusal, step.generation)],
  };
}

function failed(state: PodState, { pod, container, message }: ResizeFact & { type: 'resize-failed' }, now: LabTime): LearnResult {
  const { progress } = state.resize ?? {};
  const later = withRetry(withResources(state, container), container, nextWhole(RETRY_MS, now));
  if (progress === undefined || progress.error === message) return { state: later, events: [] };
  return {
    state: { ...later, resize: { ...state.resize, progress: { ...progress, error: message } } },
    events: [resizeEvents.failed(withAllocation(pod, state.allocation ?? {}), progress.generation, message)],
  };
}

/** Ends the runtime's work on a container's resources; `applied` are those of the attempt. */
function withResources(state: PodState, name: string, applied: { readonly resources?: ResourceRequirements } = {}): PodState {
  const container = containerState(state, name);
  if (container.type !== 'running' && container.type !== 'stopping') return state;
  const { resizing: _, ...settled } = container;
  return withContainer(state, name, { ...settled, ...applied });
}

function withRetry(state: PodState, name: string, at: LabTime): PodState {
  return withContainer(state, name, withHistory(containerState(state, name), { resizeRetryAt: at }));
}
