import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { ContainerReport } from './container-runtime.ts';
import type { ContainerMemory } from './pod-memory.ts';
import { isStarted } from './probes/health.ts';

/** An init container that keeps running beside the others (a sidecar). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** Whether a container that ended so is run again. Models `ShouldContainerBeRestarted` of `pkg/kubelet/container/helpers.go`. */
export function isRestarted(pod: Pod, container: Container, exited: ContainerReport): boolean {
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  // An init container has done its work when it succeeded; `Always` means on failure to it.
  const isInit = !isSidecar(container) && pod.spec?.initContainers?.includes(container) === true;
  return policy === 'OnFailure' || isInit ? exited.exitCode !== 0 : true;
}

/** Whether an init container lets the next one begin: it is done, or a sidecar that has started. */
export function isInitialized(container: Container, known: ContainerMemory): boolean {
  if (isSidecar(container)) return isStarted(container, known);
  const { current } = known;
  return current?.state === 'exited' && current.exitCode === 0;
}
