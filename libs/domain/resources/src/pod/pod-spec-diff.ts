import { internalDiff } from '../internal-diff/internal-diff.ts';
import { internalPodSpec } from '../internal-diff/internal-pod-spec.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/**
 * Returns the diff of two specs for the error of an update: `-` before, `+` after. Models `Diff` of `apimachinery/pkg/util/diff` on
 * upstream's internal PodSpec.
 */
export function podSpecDiff(previous: PodSpec, next: PodSpec): string {
  return internalDiff('PodSpec', internalPodSpec(previous), internalPodSpec(next));
}
