import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { ContainerReport } from './container-runtime.ts';

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

/** Whether an init container lets the next one begin. */
export function isInitialized(container: Container, current: ContainerReport | undefined): boolean {
  if (isSidecar(container)) return current?.state === 'running';
  return current?.state === 'exited' && current.exitCode === 0;
}
