import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerState, newestReport } from './container-state.ts';
import { isInitialized } from './phase.ts';
import { containerState, ephemeralContainersOf, type PodState } from './pod-state.ts';
import { isSidecar } from './sidecar.ts';

/**
 * Returns the containers that may run now, in start order: ephemeral ones always; then earlier sidecars and the next init container; after
 * initialization, sidecars and app containers. Initialization is permanent: a sidecar that exits later restarts without delaying others.
 * Models `computePodActions` and `computeInitContainerActions` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function containersToRun(pod: Pod, state: PodState): readonly Container[] {
  return [...ephemeralContainersOf(pod), ...inOrder(pod, state)];
}

function inOrder(pod: Pod, state: PodState): readonly Container[] {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  if (hasStarted(pod, state)) return [...initContainers.filter(isSidecar), ...containers];
  const startedIndex = initContainers.findLastIndex(({ name }) => newestReport(containerState(state, name)) !== undefined);
  const reachedContainer = initContainers[startedIndex];
  const next =
    reachedContainer === undefined || isInitialized(reachedContainer, containerState(state, reachedContainer.name))
      ? startedIndex + 1
      : startedIndex;
  const sidecars = initContainers.slice(0, next).filter(isSidecar);
  const following = initContainers[next];
  return following === undefined ? [...sidecars, ...containers] : [...sidecars, following];
}

/** True if an app container has started in this sandbox: all init containers are then complete. */
function hasStarted(pod: Pod, state: PodState): boolean {
  return (pod.spec?.containers ?? []).some(({ name }) => isOfSandbox(containerState(state, name), state));
}

function isOfSandbox(container: ContainerState, { sandbox }: PodState): boolean {
  return sandbox.type === 'ready' && newestReport(container)?.sandboxId === sandbox.id;
}
