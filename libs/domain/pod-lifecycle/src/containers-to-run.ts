import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerMemory, containerMemory, ephemeralContainersOf, type PodMemory } from './pod-memory.ts';
import { isInitialized, isSidecar } from './restart-policy.ts';

/**
 * Returns the containers that may run now, in start order: ephemeral ones always; then earlier sidecars and the next init container; after
 * initialization, sidecars and app containers. Initialization is permanent: a sidecar that exits later restarts without delaying others.
 * Models `computePodActions` and `computeInitContainerActions` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function containersToRun(pod: Pod, memory: PodMemory): readonly Container[] {
  return [...ephemeralContainersOf(pod), ...inOrder(pod, memory)];
}

function inOrder(pod: Pod, memory: PodMemory): readonly Container[] {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  if (hasStarted(pod, memory)) return [...initContainers.filter(isSidecar), ...containers];
  const begun = initContainers.findLastIndex(({ name }) => containerMemory(memory, name).current !== undefined);
  const reached = initContainers[begun];
  const next = reached === undefined || isInitialized(reached, containerMemory(memory, reached.name)) ? begun + 1 : begun;
  const sidecars = initContainers.slice(0, next).filter(isSidecar);
  const following = initContainers[next];
  return following === undefined ? [...sidecars, ...containers] : [...sidecars, following];
}

/** True if an app container has started in this sandbox: all init containers are then complete. */
function hasStarted(pod: Pod, memory: PodMemory): boolean {
  return (pod.spec?.containers ?? []).some(({ name }) => isOfSandbox(containerMemory(memory, name), memory));
}

function isOfSandbox({ current }: ContainerMemory, { sandbox }: PodMemory): boolean {
  return current !== undefined && sandbox.state === 'ready' && current.sandboxId === sandbox.id;
}
