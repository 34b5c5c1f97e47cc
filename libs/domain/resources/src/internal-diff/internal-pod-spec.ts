import type { PodSpec } from '../pod-template/pod-spec.ts';

/** Returns a pod spec in upstream's internal version, with host settings in the security context. */
export function internalPodSpec(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec;
  return { ...rest, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
}
