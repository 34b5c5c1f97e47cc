import type { LocalProfiles } from '@klockwork/pod-lifecycle';
import type { Container, Pod } from 'kubernetes-types/core/v1';

const SECCOMP_FOLDER = '/var/lib/kubelet/seccomp';

/**
 * Profiles of the node that a container asks for, or else its pod; a privileged one is not confined by seccomp. Models `getSeccompProfile`
 * and `getAppArmorProfile` of pkg/kubelet/kuberuntime.
 */
export function localProfiles({ spec }: Pod, { securityContext }: Container): LocalProfiles | undefined {
  const seccomp = securityContext?.privileged ? undefined : (securityContext?.seccompProfile ?? spec?.securityContext?.seccompProfile);
  const appArmor = securityContext?.appArmorProfile ?? spec?.securityContext?.appArmorProfile;
  const profiles: LocalProfiles = {
    ...(seccomp?.type === 'Localhost' && { seccomp: `${SECCOMP_FOLDER}/${seccomp.localhostProfile}` }),
    ...(appArmor?.type === 'Localhost' && { appArmor: appArmor.localhostProfile ?? '' }),
  };
  return Object.keys(profiles).length > 0 ? profiles : undefined;
}
