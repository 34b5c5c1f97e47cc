import { internalDiff } from '../internal-diff/internal-diff.ts';
import { internalPodSpec } from '../internal-diff/internal-pod-spec.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/**
 * What differs between two specs as the refusal of an update prints it: `-` was, `+` is asked for.
 * Models `Diff` of `apimachinery/pkg/util/diff` on upstream's internal PodSpec.
 */
export function podSpecDiff(previous: PodSpec, next: PodSpec): string {
  return internalDiff('PodSpec', internalPodSpec(previous), internalPodSpec(next));
}
