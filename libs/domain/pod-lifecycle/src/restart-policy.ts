import type { Container, ContainerRestartRule, Pod } from '@klockwork/kubernetes-types';
import type { ContainerReport } from './container-runtime.ts';
import { isSidecar } from './sidecar.ts';

/** True if a container with this exit restarts. Models `ShouldContainerBeRestarted` of `pkg/kubelet/container/helpers.go`. */
export function isRestarted(pod: Pod, container: Container, exitedReport: ContainerReport): boolean {
  if (pod.spec?.ephemeralContainers?.some(({ name }) => name === container.name)) return false;
  if (isRestartedByRule(container, exitedReport.exitCode ?? 0)) return true;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  // A successful init container is complete; `Always` means on failure for it.
  const isInit = !isSidecar(container) && pod.spec?.initContainers?.includes(container) === true;
  return policy === 'OnFailure' || isInit ? exitedReport.exitCode !== 0 : true;
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
