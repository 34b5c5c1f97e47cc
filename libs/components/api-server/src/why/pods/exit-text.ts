import type { ContainerStateTerminated, ContainerStatus } from '@klockwork/kubernetes-types';
import type { Container, Pod } from '@klockwork/resources';

/** Exit codes with special meaning; 128 and above are signals. */
const CODES: Readonly<Record<number, string>> = {
  126: 'the command is not executable',
  127: 'the command was not found',
  134: 'SIGABRT',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

/** Words how a container ended: `exited with code 3 (Error)`, `was OOMKilled (exit code 137): its memory limit is 100Mi`. */
export function exitText(pod: Pod, name: string, { reason = '', exitCode }: ContainerStateTerminated): string {
  const limit = containerOf(pod, name)?.resources?.limits?.memory;
  if (reason === 'OOMKilled')
    return `was OOMKilled (exit code ${exitCode})${limit === undefined ? ', though it has no memory limit' : `: its memory limit is ${limit}`}`;
  if (reason === 'Unknown' || reason === 'ContainerStatusUnknown') return `was lost with its node (exit code ${exitCode}, ${reason})`;
  const meaning = CODES[exitCode];
  return `exited with code ${exitCode} (${[reason, meaning].filter(Boolean).join(', ')})`;
}

/** Returns remedies for a container's termination. */
export function exitRemedies(pod: Pod, name: string, { reason, exitCode }: ContainerStateTerminated): readonly string[] {
  if (reason === 'OOMKilled') return [`raise resources.limits.memory of container ${name}, or let it use less`];
  if (exitCode === 126 || exitCode === 127) return [`correct command and args of container ${name}: the image has no such program`];
  const { namespace = 'default', name: podName = '' } = pod.metadata ?? {};
  return [`kubectl logs ${podName} -n ${namespace} -c ${name}${restarted(pod, name) ? ' --previous' : ''}`];
}

/** Returns the container of this name, regular or init. */
export function containerOf({ spec }: Pod, name: string): Container | undefined {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].find((container) => container.name === name);
}

/** Returns the statuses of all containers that restart or block the pod, init containers first. */
export function containerStatuses({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function restarted(pod: Pod, name: string): boolean {
  return containerStatuses(pod).some((status) => status.name === name && status.restartCount > 0);
}
