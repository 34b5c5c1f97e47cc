import type { Container, Pod } from '@klockwork/kubernetes-types';
import { containerState, type PodState } from '../pod-state.ts';
import { isSidecar } from '../sidecar.ts';

/**
 * True if a container of an ending pod may stop now: a sidecar ends after the containers, and after later sidecars. Models
 * `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.
 */
export function isItsTurn(pod: Pod, state: PodState, container: Container): boolean {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const place = initContainers.findIndex(({ name }) => name === container.name);
  if (place < 0 || !isSidecar(container)) return true;
  const before = [...initContainers.slice(place + 1).filter(isSidecar), ...containers];
  return before.every(({ name }) => !isAlive(state, name));
}

/** True for a container that has a process, or soon will. */
export function isAlive(state: PodState, name: string): boolean {
  const { type } = containerState(state, name);
  return type === 'starting' || type === 'running' || type === 'stopping';
}
