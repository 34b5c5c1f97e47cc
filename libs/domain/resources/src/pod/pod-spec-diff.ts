import type { PodSpec } from '../pod-template/pod-spec.ts';
import { compare } from './spec-diff/compare.ts';
import { formatComparison } from './spec-diff/format-comparison.ts';
import { goType } from './spec-diff/go-types.ts';
import { layOut } from './spec-diff/text-node.ts';

/**
 * What differs between two specs as the refusal of an update prints it: `-` was, `+` is asked for.
 * Models `cmp.Diff` of `github.com/google/go-cmp` on upstream's internal PodSpec.
 */
export function podSpecDiff(previous: PodSpec, next: PodSpec): string {
  return layOut(formatComparison(compare(goType('PodSpec'), internalSpec(previous), internalSpec(next))));
}

/** Upstream's internal version keeps what a pod shares with its host in the security context. */
function internalSpec(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec;
  return { ...rest, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
}
