import type { Pod } from '@klockwork/kubernetes-types';
import type { AffinityTerm, AffinityTerms, NamespaceLabels } from '../../filters/inter-pod-affinity/affinity-terms.ts';
import { TopologyCounts } from '../../filters/inter-pod-affinity/topology-counts.ts';
import type { PlacedPod } from '../../node-info.ts';
import { type FieldScore, SCORE_MAX } from '../../plugin.ts';

/** Weight of a required affinity term of an existing pod. Models the default of `hardPodAffinityWeight`. */
const REQUIRED_WEIGHT = 1;

/** Prefers nodes by preferred pod affinity and anti-affinity, of the pod and of existing pods. Models `plugins/interpodaffinity`. */
export const interPodAffinityScore: FieldScore = {
  name: 'InterPodAffinity',
  weight: 2,
  scores({ pod, terms, namespaces }, feasible, nodes) {
    const counts = new TopologyCounts();
    const hasPreference = (terms?.preferred.length ?? 0) + (terms?.preferredAnti.length ?? 0) > 0;
    for (const node of nodes)
      for (const existing of (hasPreference ? node.pods : node.affine).values())
        for (const [term, amount] of matchingTerms({ pod, ...(terms && { terms }) }, existing, namespaces))
          counts.add(node, term.topologyKey, amount);
    return counts.isEmpty ? undefined : stretched(feasible.map((node) => counts.sum(node)));
  },
};

/** Returns the terms that match between two pods, with their signed weights. Models `processExistingPod`. */
function matchingTerms(
  { pod, terms }: { readonly pod: Pod; readonly terms?: AffinityTerms },
  existing: PlacedPod,
  namespaces: NamespaceLabels,
): (readonly [AffinityTerm, number])[] {
  const matching = (all: readonly AffinityTerm[] | undefined, target: Pod, sign: number) =>
    (all ?? []).filter((term) => term.matches(target, namespaces)).map((term) => [term, sign * term.weight] as const);
  return [
    ...matching(terms?.preferred, existing.pod, 1),
    ...matching(terms?.preferredAnti, existing.pod, -1),
    ...matching(existing.terms?.required, pod, REQUIRED_WEIGHT),
    ...matching(existing.terms?.preferred, pod, 1),
    ...matching(existing.terms?.preferredAnti, pod, -1),
  ];
}

/** Stretches raw scores to 0 to 100. */
function stretched(raw: readonly number[]): number[] {
  const [min, max] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((score) => (max > min ? Math.floor(SCORE_MAX * ((score - min) / (max - min))) : 0));
}
