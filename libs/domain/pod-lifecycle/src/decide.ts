import type { LabTime } from '@klockwork/kernel';
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { decideContainer } from './decide-container.ts';
import { decideTermination } from './decide-termination.ts';
import { isTerminalPhase, phaseOf } from './phase.ts';
import { type Decision, earlier, type PodAction, type WakeAt } from './pod-action.ts';
import { podEvents } from './pod-events.ts';
import { containerMemory, containersOf, type PodMemory } from './pod-memory.ts';
import { podStatus } from './pod-status.ts';
import { probesDue, withProbeWorkers } from './probes/plan-probes.ts';
import { isInitialized } from './restart-policy.ts';

/** A pod on its node, as its worker sees it at one instant. */
export interface PodView {
  /** As the API has it; frozen. */
  readonly pod: Pod;
  readonly memory: PodMemory;
  readonly hostIP: string;
  readonly now: LabTime;
  /** The API no longer has the pod: nothing is reported, all is to end. */
  readonly removed: boolean;
  /** Whether the node has an image. */
  hasImage(image: string): boolean;
}

/** A decision in the making. */
export interface Draft {
  readonly memory: PodMemory;
  readonly actions: readonly PodAction[];
  readonly wakeAt?: WakeAt;
}

/**
 * Decides what to do for a pod, and what its status is. Pure; running it again without a new fact decides nothing new.
 * Models the worker's syncPod, syncTerminatingPod and syncTerminatedPod of `pkg/kubelet/kubelet.go`.
 */
export function decidePod(view: PodView): Decision {
  const isEnding = view.removed || view.pod.metadata?.deletionTimestamp !== undefined || isTerminalPhase(phaseOf(view.pod, view.memory));
  const draft = isEnding ? decideTermination(view) : decideRun(view);
  const memory = withProbeWorkers(draft.memory, view.pod, view.now);
  const status = podStatus(view, memory);
  return { ...draft, memory: { ...memory, status }, status, probes: probesDue(memory, view.pod, isEnding) };
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

/** Containers are started one after the other, so there is at most one pull or start under way in a pod. */
function decideContainers(view: PodView): Draft {
  const { pod, memory } = view;
  if (containersOf(pod).some(({ name }) => containerMemory(memory, name).work !== undefined)) return { memory, actions: [] };
  let draft: Draft = { memory, actions: [] };
  for (const container of containersToRun(view)) {
    const decided = decideContainer({ ...view, memory: draft.memory }, container);
    draft = join(draft, decided);
    if (containerMemory(draft.memory, container.name).work !== undefined) return draft;
  }
  return draft;
}

/** The sidecars so far and the first init container that is not done; when all are done, sidecars and containers. */
function containersToRun({ pod, memory }: PodView): readonly Container[] {
  const started: Container[] = [];
  for (const container of pod.spec?.initContainers ?? []) {
    if (container.restartPolicy === 'Always') started.push(container);
    if (!isInitialized(container, containerMemory(memory, container.name))) return [...new Set([...started, container])];
  }
  return [...started, ...(pod.spec?.containers ?? [])];
}

function join(a: Draft, b: Draft): Draft {
  const wakeAt = earlier(a.wakeAt, b.wakeAt);
  return { memory: b.memory, actions: [...a.actions, ...b.actions], ...(wakeAt === undefined ? {} : { wakeAt }) };
}
