import type { PodSpec } from '../pod-template/pod-spec.ts';

/** A pod's spec as upstream's internal version has it, which keeps what a pod shares with its host in the security context. */
export function internalPodSpec(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec;
  return { ...rest, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
}
