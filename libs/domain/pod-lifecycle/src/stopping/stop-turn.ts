import type { Container, Pod } from '@klockwork/kubernetes-types';
import { containerMemory, type PodMemory } from '../pod-memory.ts';
import { isSidecar } from '../restart-policy.ts';

/**
 * True if a container of an ending pod may stop now: a sidecar ends after the containers, and after later sidecars. Models
 * `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.
 */
export function isItsTurn(pod: Pod, memory: PodMemory, container: Container): boolean {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const place = initContainers.findIndex(({ name }) => name === container.name);
  if (place < 0 || !isSidecar(container)) return true;
  const before = [...initContainers.slice(place + 1).filter(isSidecar), ...containers];
  return before.every(({ name }) => !isAlive(memory, name));
}

/** True for a running or starting container. */
export function isAlive(memory: PodMemory, name: string): boolean {
  const { current, work } = containerMemory(memory, name);
  return current?.state === 'running' || work === 'starting';
}
