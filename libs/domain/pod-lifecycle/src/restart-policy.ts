import type { Container, ContainerRestartRule, Pod } from '@klockwork/kubernetes-types';
import type { ContainerReport } from './container-runtime.ts';
import type { ContainerMemory } from './pod-memory.ts';
import { isStarted } from './probes/health.ts';

/** True for an init container that runs beside the others (a sidecar). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** True if a container with this exit restarts. Models `ShouldContainerBeRestarted` of `pkg/kubelet/container/helpers.go`. */
export function isRestarted(pod: Pod, container: Container, exited: ContainerReport): boolean {
  if (pod.spec?.ephemeralContainers?.some(({ name }) => name === container.name)) return false;
  if (isRestartedByRule(container, exited.exitCode ?? 0)) return true;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  // A successful init container is complete; `Always` means on failure for it.
  const isInit = !isSidecar(container) && pod.spec?.initContainers?.includes(container) === true;
  return policy === 'OnFailure' || isInit ? exited.exitCode !== 0 : true;
}

/** True if an init container admits the next one: complete, or a started sidecar. */
export function isInitialized(container: Container, known: ContainerMemory): boolean {
  if (isSidecar(container)) return isStarted(container, known);
  const { current } = known;
  return current?.state === 'exited' && current.exitCode === 0;
}

// Supports `Restart` only: `RestartAllContainers` is behind a disabled feature gate.
function isRestartedByRule(container: Container, exitCode: number): boolean {
  if (container.restartPolicy === undefined) return false;
  return container.restartPolicyRules?.find(({ exitCodes }) => matches(exitCodes, exitCode))?.action === 'Restart';
}

function matches(exitCodes: ContainerRestartRule['exitCodes'], exitCode: number): boolean {
  if (exitCodes === undefined) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}
