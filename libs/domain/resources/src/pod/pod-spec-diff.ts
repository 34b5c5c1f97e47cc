import { internalDiff } from '../internal-diff/internal-diff.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/**
 * What differs between two specs as the refusal of an update prints it: `-` was, `+` is asked for.
 * Models `Diff` of `apimachinery/pkg/util/diff` on upstream's internal PodSpec.
 */
export function podSpecDiff(previous: PodSpec, next: PodSpec): string {
  return internalDiff('PodSpec', internalSpec(previous), internalSpec(next));
}

/** Upstream's internal version keeps what a pod shares with its host in the security context. */
function internalSpec(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec;
  return { ...rest, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
}
