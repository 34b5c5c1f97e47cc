import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerState, newestReport } from './container-state.ts';
import { containerState, type PodState } from './pod-state.ts';
import { isStarted } from './probes/health.ts';
import { isRestarted } from './restart-policy.ts';
import { isSidecar } from './sidecar.ts';
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
export function phaseOf(pod: Pod, state: PodState): Phase {
  const settled = settledPhase(pod, state);
  if (settled !== undefined) return settled;
  if (state.ending !== undefined) return 'Failed';
  const initPhase = phaseOfInit(pod, state);
  if (initPhase !== undefined) return initPhase;
  const containers = (pod.spec?.containers ?? []).map(({ name }) => containerState(state, name));
  if (containers.some((container) => newestReport(container) === undefined)) return 'Pending';
  return areFinished(pod, state) && !isSidecarRunning(pod, state) ? finalPhase(containers) : 'Running';
}

/** True if no container of the pod runs again. Only sidecars may still have to stop. */
export function isOver(pod: Pod, state: PodState): boolean {
  if (settledPhase(pod, state) !== undefined || state.ending !== undefined) return true;
  const initPhase = phaseOfInit(pod, state);
  return initPhase === undefined ? areFinished(pod, state) : initPhase === 'Failed';
}

function settledPhase(pod: Pod, state: PodState): Phase | undefined {
  return [state.status?.phase, pod.status?.phase, state.terminalPhase].find(isTerminalPhase) as Phase | undefined;
}

function areFinished(pod: Pod, state: PodState): boolean {
  return (pod.spec?.containers ?? []).every((container) => isFinished(pod, container, containerState(state, container.name)));
}

function isSidecarRunning(pod: Pod, state: PodState): boolean {
  return (pod.spec?.initContainers ?? []).some((container) => isSidecar(container) && isAlive(state, container.name));
}

/** Returns the phase after the last container ended. */
export function finalPhase(containers: readonly ContainerState[]): Phase {
  return containers.every((container) => newestReport(container)?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

/** True for a container that ended permanently. A replacement is not finished, whatever the restart policy. */
export function isFinished(pod: Pod, container: Container, state: ContainerState): boolean {
  if (state.type !== 'exited' || state.replaced || state.unhealthy) return false;
  return !isRestarted(pod, container, state.report);
}

/** True if an init container admits the next one: complete, or a started sidecar. */
export function isInitialized(container: Container, state: ContainerState): boolean {
  if (isSidecar(container)) return isStarted(container, state);
  const report = newestReport(state);
  return report?.state === 'exited' && report.exitCode === 0;
}

/** Returns Pending during initialization, Failed after a permanent failure; undefined once complete. */
function phaseOfInit(pod: Pod, state: PodState): Phase | undefined {
  for (const container of pod.spec?.initContainers ?? []) {
    const init = containerState(state, container.name);
    if (isInitialized(container, init)) continue;
    if (isSidecar(container) && hasStartedBefore(pod, state)) continue;
    const report = newestReport(init);
    return report?.state === 'exited' && !isRestarted(pod, container, report) ? 'Failed' : 'Pending';
  }
  return undefined;
}

function hasStartedBefore(pod: Pod, state: PodState): boolean {
  return (pod.spec?.containers ?? []).some(({ name }) => newestReport(containerState(state, name)) !== undefined);
}
