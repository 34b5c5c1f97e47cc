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
  if (pod.spec?.ephemeralContainers?.some(({ name }) => name === container.name)) return false;
  if (isRestartedByRule(container, exited.exitCode ?? 0)) return true;
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

/** A rule of 1.34 and later, on by default since 1.35: what an exit code leads to. Newer than the types we build on. */
interface RestartRule {
  readonly action: string;
  readonly exitCodes?: { readonly operator: string; readonly values?: readonly number[] };
}

// Only `Restart` is known: `RestartAllContainers` is behind a gate that is off.
function isRestartedByRule(container: Container, exitCode: number): boolean {
  if (container.restartPolicy === undefined) return false;
  const { restartPolicyRules: rules = [] } = container as { restartPolicyRules?: readonly RestartRule[] };
  return rules.find(({ exitCodes }) => matches(exitCodes, exitCode))?.action === 'Restart';
}

function matches(exitCodes: RestartRule['exitCodes'], exitCode: number): boolean {
  if (exitCodes === undefined) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}
