import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerMemory, containerMemory, type PodMemory } from './pod-memory.ts';
import { isInitialized, isRestarted, isSidecar } from './restart-policy.ts';
import { isAlive } from './stopping/stop-turn.ts';

/** Phase reported by a kubelet. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** True for a phase that a pod never leaves. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/**
 * Returns the phase of a pod. A terminal phase is the future one: statuses show it once all parts of the pod ended. Models `getPhase` of
 * `pkg/kubelet/kubelet_pods.go`.
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

/** True if no container of the pod runs again. Only sidecars may still have to stop. */
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

/** Returns the phase after the last container ended. */
export function finalPhase(known: readonly ContainerMemory[]): Phase {
  return known.every(({ current }) => current?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

/** True for a container that ended permanently. */
export function isFinished(pod: Pod, container: Container, known: ContainerMemory): boolean {
  if (known.current?.state !== 'exited') return false;
  // A replacement is not finished, whatever the restart policy.
  const isRunAnew = known.replaced ?? known.unhealthy ?? known.work !== undefined;
  return !isRunAnew && !isRestarted(pod, container, known.current);
}

/** Returns Pending during initialization, Failed after a permanent failure; undefined once complete. */
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
