import type { Pod } from '@klockwork/kubernetes-types';
import type { AffinityTerm } from '../../filters/inter-pod-affinity/affinity-terms.ts';
import { TopologyCounts } from '../../filters/inter-pod-affinity/topology-counts.ts';
import type { PlacedPod } from '../../node-info.ts';
import { type Candidate, type FieldScore, SCORE_MAX } from '../../plugin.ts';

/** Prefers nodes by preferred pod affinity and anti-affinity, of the pod and of existing pods. Models `plugins/interpodaffinity`. */
export const interPodAffinityScore: FieldScore = {
  name: 'InterPodAffinity',
  weight: 2,
  scores(candidate, feasible, nodes) {
    const { terms, args } = candidate;
    const counts = new TopologyCounts();
    const hasPreference = (terms?.preferred.length ?? 0) + (terms?.preferredAnti.length ?? 0) > 0;
    if (!hasPreference && args.interPodAffinity.ignorePreferredTermsOfExistingPods) return undefined;
    for (const node of hasPreference ? nodes : nodes.filter(({ affine }) => affine.size > 0))
      for (const existing of (hasPreference ? node.pods : node.affine).values())
        for (const [term, amount] of matchingTerms(candidate, existing)) counts.add(node, term.topologyKey, amount);
    return counts.isEmpty ? undefined : stretched(feasible.map((node) => counts.sum(node)));
  },
};

/** Returns the terms that match between two pods, with their signed weights. Models `processExistingPod`. */
function matchingTerms({ pod, terms, namespaces, args }: Candidate, existing: PlacedPod): (readonly [AffinityTerm, number])[] {
  const { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods: isOneSided } = args.interPodAffinity;
  const matching = (all: readonly AffinityTerm[] | undefined, target: Pod, sign: number) =>
    (all ?? []).filter((term) => term.matches(target, namespaces)).map((term) => [term, sign * term.weight] as const);
  return [
    ...matching(terms?.preferred, existing.pod, 1),
    ...matching(terms?.preferredAnti, existing.pod, -1),
    ...matching(hardPodAffinityWeight > 0 ? existing.terms?.required : [], pod, hardPodAffinityWeight),
    ...matching(isOneSided ? [] : existing.terms?.preferred, pod, 1),
    ...matching(isOneSided ? [] : existing.terms?.preferredAnti, pod, -1),
  ];
}

/** Stretches raw scores to 0 to 100. */
function stretched(raw: readonly number[]): number[] {
  const [min, max] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((score) => (max > min ? Math.floor(SCORE_MAX * ((score - min) / (max - min))) : 0));
}
