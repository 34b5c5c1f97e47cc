import type { Container, Pod } from '@klockwork/kubernetes-types';
import type { LocalProfiles } from '@klockwork/pod-lifecycle';

const SECCOMP_FOLDER = '/var/lib/kubelet/seccomp';

/**
 * Returns local profiles of a container, or of its pod; seccomp does not confine privileged ones. Models `getSeccompProfile` and
 * `getAppArmorProfile` of pkg/kubelet/kuberuntime.
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
