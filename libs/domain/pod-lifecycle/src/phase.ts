import type { Container, Pod } from 'kubernetes-types/core/v1';
import { type ContainerMemory, containerMemory, type PodMemory } from './pod-memory.ts';
import { isInitialized, isRestarted, isSidecar } from './restart-policy.ts';
import { isAlive } from './stopping/stop-turn.ts';

/** What a kubelet says a pod has come to. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** A phase that a pod never leaves. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/**
 * What a pod has come to. A terminal phase is what it is to come to: it is shown once nothing of the pod runs any more.
 * Models `getPhase` of `pkg/kubelet/kubelet_pods.go`.
 */
export function phaseOf(pod: Pod, memory: PodMemory): Phase {
  const settled = settledPhase(pod, memory);
  if (settled !== undefined) return settled;
  if (memory.ending !== undefined) return 'Failed';
  const initPhase = phaseOfInit(pod, memory);
  if (initPhase !== undefined) return initPhase;
  const known = (pod.spec?.containers ?? []).map(({ name }) => containerMemory(memory, name));
  if (known.some(({ current }) => current === undefined)) return 'Pending';
  return areFinished(pod, memory) && !isSidecarRunning(pod, memory) ? finalPhase(known) : 'Running';
}

/** Whether nothing of the pod is to run any more. A pod whose containers are done waits only for its sidecars to be ended. */
export function isOver(pod: Pod, memory: PodMemory): boolean {
  if (settledPhase(pod, memory) !== undefined || memory.ending !== undefined) return true;
  const initPhase = phaseOfInit(pod, memory);
  return initPhase === undefined ? areFinished(pod, memory) : initPhase === 'Failed';
}

function settledPhase(pod: Pod, memory: PodMemory): Phase | undefined {
  return [memory.status?.phase, pod.status?.phase, memory.reached].find(isTerminalPhase) as Phase | undefined;
}

function areFinished(pod: Pod, memory: PodMemory): boolean {
  return (pod.spec?.containers ?? []).every((container) => isFinished(pod, container, containerMemory(memory, container.name)));
}

function isSidecarRunning(pod: Pod, memory: PodMemory): boolean {
  return (pod.spec?.initContainers ?? []).some((container) => isSidecar(container) && isAlive(memory, container.name));
}

/** The phase once nothing runs any more and nothing will. */
export function finalPhase(known: readonly ContainerMemory[]): Phase {
  return known.every(({ current }) => current?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

/** Whether a container has ended for good. */
export function isFinished(pod: Pod, container: Container, known: ContainerMemory): boolean {
  if (known.current?.state !== 'exited') return false;
  // What is being run anew is not over, whatever its policy says of how it ended.
  const isRunAnew = known.replaced ?? known.unhealthy ?? known.work !== undefined;
  return !isRunAnew && !isRestarted(pod, container, known.current);
}

/** Pending while init containers have work to do, Failed when one failed for good; undefined when they are done. */
function phaseOfInit(pod: Pod, memory: PodMemory): Phase | undefined {
  for (const container of pod.spec?.initContainers ?? []) {
    const known = containerMemory(memory, container.name);
    if (isInitialized(container, known)) continue;
    const { current } = known;
    if (isSidecar(container) && hasStartedBefore(pod, memory)) continue;
    return current?.state === 'exited' && !isRestarted(pod, container, current) ? 'Failed' : 'Pending';
  }
  return undefined;
}

function hasStartedBefore(pod: Pod, memory: PodMemory): boolean {
  return (pod.spec?.containers ?? []).some(({ name }) => containerMemory(memory, name).current !== undefined);
}
