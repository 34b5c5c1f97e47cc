import type { Pod } from 'kubernetes-types/core/v1';
import { type ContainerMemory, containerMemory, type PodMemory } from './pod-memory.ts';
import { isInitialized, isRestarted, isSidecar } from './restart-policy.ts';

/** What a kubelet says a pod has come to. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** A phase that a pod never leaves. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** The phase of a pod that may still restart its containers. Models `getPhase` of `pkg/kubelet/kubelet_pods.go`. */
export function phaseOf(pod: Pod, memory: PodMemory): Phase {
  const settled = [memory.status?.phase, pod.status?.phase].find(isTerminalPhase);
  if (settled !== undefined) return settled as Phase;
  if (memory.ending !== undefined) return 'Failed';
  const initPhase = phaseOfInit(pod, memory);
  if (initPhase !== undefined) return initPhase;
  const containers = pod.spec?.containers ?? [];
  const known = containers.map(({ name }) => containerMemory(memory, name));
  if (known.some(({ current }) => current === undefined)) return 'Pending';
  const isOver = containers.every((container, index) => isFinished(pod, container, known[index]));
  if (!isOver) return 'Running';
  return finalPhase(known);
}

/** The phase once nothing runs any more and nothing will. */
export function finalPhase(known: readonly ContainerMemory[]): Phase {
  return known.every(({ current }) => current?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function isFinished(pod: Pod, container: NonNullable<Pod['spec']>['containers'][number], known: ContainerMemory | undefined): boolean {
  if (known?.current?.state !== 'exited') return false;
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
