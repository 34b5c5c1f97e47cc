import type { Container, ContainerStatus, EphemeralContainer } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';

/**
 * Returns the id of an ephemeral container's target; undefined without one. Throws RuntimeError if the target does not exist. Models
 * `getTargetID` of `pkg/kubelet/kuberuntime`.
 */
export function targetContainerId(
  { targetContainerName: name = '' }: Container & Pick<EphemeralContainer, 'targetContainerName'>,
  statusOf: (name: string) => ContainerStatus | undefined,
): string | undefined {
  if (name === '') return undefined;
  const id = statusOf(name)?.containerID?.replace('containerd://', '');
  if (id === undefined) throw new RuntimeError(`unable to find target container ${name}`);
  return id;
}
