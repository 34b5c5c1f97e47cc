import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';

/** Fields of a container from security contexts; an absent user means the image's. */
type Identity = Pick<ContainerSpec, 'user' | 'readOnlyRoot' | 'privileged' | 'noNewPrivileges'>;

/** User `nonroot` of distroless images, for stand-ins with runAsNonRoot. */
const NONROOT = 65_532;

/**
 * Returns user and root access of a container: from its own security context, then from the pod's. `imageUser` is the image's user, '' if
 * none. Throws RuntimeError if runAsNonRoot is violated or unverifiable. Models `DetermineEffectiveSecurityContext` of pkg/securitycontext
 * and `verifyRunAsNonRoot` of pkg/kubelet/kuberuntime.
 */
export function containerIdentity(pod: Pod, container: Container, imageUser: string, isStandIn = false): Identity {
  const ofPod = pod.spec?.securityContext ?? {};
  const own = container.securityContext ?? {};
  const mustNotBeRoot = own.runAsNonRoot ?? ofPod.runAsNonRoot;
  const uid = own.runAsUser ?? ofPod.runAsUser ?? (isStandIn && mustNotBeRoot ? NONROOT : undefined);
  const gid = own.runAsGroup ?? ofPod.runAsGroup;
  const problem = mustNotBeRoot ? rootProblem(uid, imageUser) : undefined;
  if (problem !== undefined) throw new RuntimeError(`${problem} (pod: "${podText(pod)}", container: ${container.name})`);
  const { fsGroup, supplementalGroups = [] } = ofPod;
  const groups = [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])];
  const policy = (ofPod as { supplementalGroupsPolicy?: string }).supplementalGroupsPolicy;
  const user = {
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(groups.length > 0 && { groups }),
    ...(policy === 'Strict' && ({ onlySaidGroups: true } as const)),
  };
  return {
    ...(Object.keys(user).length > 0 && { user }),
    ...(own.readOnlyRootFilesystem && { readOnlyRoot: true }),
    ...(own.privileged && { privileged: true }),
    ...(own.allowPrivilegeEscalation === false && { noNewPrivileges: true }),
  };
}

function rootProblem(uid: number | undefined, imageUser: string): string | undefined {
  if (uid !== undefined) return uid === 0 ? "container's runAsUser breaks non-root policy" : undefined;
  const [user = ''] = imageUser.split(':');
  if (user !== '' && !/^\d+$/.test(user))
    return `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root`;
  return Number(user) === 0 ? 'container has runAsNonRoot and image will run as root' : undefined;
}

function podText({ metadata }: Pod): string {
  return `${metadata?.name}_${metadata?.namespace}(${metadata?.uid})`;
}
