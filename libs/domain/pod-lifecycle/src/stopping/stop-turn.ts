import type { Container, Pod } from 'kubernetes-types/core/v1';
import { containerMemory, type PodMemory } from '../pod-memory.ts';
import { isSidecar } from '../restart-policy.ts';

/**
 * Whether a container of a pod that ends may be stopped now: a sidecar serves the others until they are gone, so it ends after the
 * containers and after the sidecars behind it. Models `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.
 */
export function isItsTurn(pod: Pod, memory: PodMemory, container: Container): boolean {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const place = initContainers.findIndex(({ name }) => name === container.name);
  if (place < 0 || !isSidecar(container)) return true;
  const before = [...initContainers.slice(place + 1).filter(isSidecar), ...containers];
  return before.every(({ name }) => !isAlive(memory, name));
}

/** Whether a container runs, or is about to. */
export function isAlive(memory: PodMemory, name: string): boolean {
  const { current, work } = containerMemory(memory, name);
  return current?.state === 'running' || work === 'starting';
}
