import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import type { Container, Pod } from 'kubernetes-types/core/v1';

/** What the security contexts say of a container; without a user the image's own is meant. */
type Identity = Pick<ContainerSpec, 'user' | 'readOnlyRoot'>;

/**
 * Whom a container runs as, and whether it may write its root: its own security context, then its pod's.
 * Throws RuntimeError when it must not run as root and would. Models `DetermineEffectiveSecurityContext` of
 * pkg/securitycontext and `verifyRunAsNonRoot` of pkg/kubelet/kuberuntime.
 */
export function containerIdentity(pod: Pod, container: Container): Identity {
  const ofPod = pod.spec?.securityContext ?? {};
  const own = container.securityContext ?? {};
  const uid = own.runAsUser ?? ofPod.runAsUser;
  const gid = own.runAsGroup ?? ofPod.runAsGroup;
  if ((own.runAsNonRoot ?? ofPod.runAsNonRoot) && !uid) throw new RuntimeError(breaksNonRoot(pod, container, uid));
  const { fsGroup, supplementalGroups = [] } = ofPod;
  const groups = [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])];
  const user = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }), ...(groups.length > 0 && { groups }) };
  return { ...(Object.keys(user).length > 0 && { user }), ...(own.readOnlyRootFilesystem && { readOnlyRoot: true }) };
}

function breaksNonRoot({ metadata }: Pod, { name }: Container, uid: number | undefined): string {
  const what = uid === 0 ? "container's runAsUser breaks non-root policy" : 'container has runAsNonRoot and image will run as root';
  return `${what} (pod: "${metadata?.name}_${metadata?.namespace}(${metadata?.uid})", container: ${name})`;
}
