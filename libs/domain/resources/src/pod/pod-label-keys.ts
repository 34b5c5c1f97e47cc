import type { LabelSelector, PodAffinity } from '@klockwork/kubernetes-types';
import type { PodSpec } from '../pod-template/pod-spec.ts';
import type { Pod } from './pod.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Adds `matchLabelKeys` and `mismatchLabelKeys` to their selectors, with values of the new pod's labels. Models `mutatePodAffinity` and
 * `mutateTopologySpreadConstraints` of `pkg/registry/core/pod/strategy.go`.
 */
export function selectByLabelKeys({ metadata, spec }: Pod): void {
  const labels = metadata?.labels ?? {};
  for (const { labelSelector, matchLabelKeys, mismatchLabelKeys } of podTerms(spec)) {
    select(labelSelector, 'In', matchLabelKeys, labels);
    select(labelSelector, 'NotIn', mismatchLabelKeys, labels);
  }
  for (const { labelSelector, matchLabelKeys } of spec?.topologySpreadConstraints ?? []) {
    select(labelSelector, 'In', matchLabelKeys, labels);
  }
}

function podTerms(spec: PodSpec | undefined) {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  return [podAffinity, podAntiAffinity].flatMap((affinity: PodAffinity | undefined) => [
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm ?? {}),
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ]);
}

function select(selector: LabelSelector | undefined, operator: 'In' | 'NotIn', keys: readonly string[] = [], labels: Labels): void {
  if (!selector) return;
  for (const key of keys) {
    const value = labels[key];
    if (value === undefined) continue;
    selector.matchExpressions = [...(selector.matchExpressions ?? []), { key, operator, values: [value] }];
  }
}
