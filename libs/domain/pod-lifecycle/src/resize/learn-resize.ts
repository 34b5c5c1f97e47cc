import { type LabTime, nextWhole } from '@klockwork/kernel';
import type { Pod, ResourceRequirements } from '@klockwork/kubernetes-types';
import type { Learned } from '../learned.ts';
import { type PodMemory, withContainer } from '../pod-memory.ts';
import { allocationOf, withAllocation } from './allocation.ts';
import { resizeEvents } from './resize-events.ts';
import type { ResizeRefusal } from './resize-memory.ts';

/** Fact about a resize: its grant, or the result for one container. */
export type ResizeFact =
  | { readonly fact: 'resize-judged'; readonly pod: Pod; readonly refusal?: ResizeRefusal }
  | { readonly fact: 'container-resized'; readonly pod: Pod; readonly container: string; readonly resources: ResourceRequirements }
  | { readonly fact: 'resize-failed'; readonly pod: Pod; readonly container: string; readonly message: string };

/** Failed resizes are retried at multiples of this, in ms. */
const RETRY_MS = 10_000;

/**
 * Records a fact about a resize. Models `handlePodResourcesResize` of pkg/kubelet/allocation and `doPodResizeAction` of
 * pkg/kubelet/kuberuntime.
 */
export function learnResize(memory: PodMemory, fact: ResizeFact, now: LabTime): Learned {
  const generation = fact.pod.metadata?.generation ?? 0;
  switch (fact.fact) {
    case 'resize-judged':
      if (fact.refusal !== undefined) return refused(memory, fact.pod, fact.refusal, { since: now, generation });
      return {
        memory: { ...memory, allocation: allocationOf(fact.pod), resize: { progress: { since: now, generation } } },
        events: [resizeEvents.started(fact.pod, generation)],
      };
    case 'container-resized':
      return { memory: withContainer(memory, fact.container, { resources: fact.resources, resizing: undefined }), events: [] };
    case 'resize-failed':
      return failed(memory, fact, now);
  }
}

function refused(memory: PodMemory, pod: Pod, refusal: ResizeRefusal, step: { since: LabTime; generation: number }): Learned {
  const known = memory.resize?.pending;
  const isKnown = known?.reason === refusal.reason && known.message === refusal.message && known.generation === step.generation;
  if (isKnown) return { memory, events: [] };
  const since = known?.since ?? step.since;
  return {
    memory: { ...memory, resize: { ...memory.resize, pending: { ...refusal, ...step, since } } },
    events: [resizeEvents.refused(pod, refusal, step.generation)],
  };
}

function failed(memory: PodMemory, { pod, container, message }: ResizeFact & { fact: 'resize-failed' }, now: LabTime): Learned {
  const { progress } = memory.resize ?? {};
  const later = withContainer(memory, container, { resizing: undefined, resizeRetryAt: nextWhole(RETRY_MS, now) });
  if (progress === undefined || progress.error === message) return { memory: later, events: [] };
  return {
    memory: { ...later, resize: { ...memory.resize, progress: { ...progress, error: message } } },
    events: [resizeEvents.failed(withAllocation(pod, memory.allocation ?? {}), progress.generation, message)],
  };
}
