import type { Pod } from '@klockwork/kubernetes-types';
import type { NodeInfo } from '../../node-info.ts';
import type { AffinityTerm, AffinityTerms, NamespaceLabels } from './affinity-terms.ts';
import { TopologyCounts } from './topology-counts.ts';

/** Pods that required terms concern, by topology: counted once for all nodes. Models `preFilterState` of `plugins/interpodaffinity`. */
export interface AffinityCounts {
  readonly terms: AffinityTerms;
  /** Existing pods that match all required affinity terms of the pod. */
  readonly affine: TopologyCounts;
  /** Existing pods that match a required anti-affinity term of the pod. */
  readonly anti: TopologyCounts;
  /** Existing pods with a required anti-affinity term that matches the pod. */
  readonly existingAnti: TopologyCounts;
  /** True if the pod matches its own required affinity terms. */
  readonly matchesItself: boolean;
}

const NO_TERMS: AffinityTerms = { required: [], requiredAnti: [], preferred: [], preferredAnti: [] };

/** Returns the counts; undefined if no required term concerns the pod. */
export function affinityCounts(
  pod: Pod,
  terms: AffinityTerms = NO_TERMS,
  nodes: readonly NodeInfo[],
  namespaces: NamespaceLabels,
): AffinityCounts | undefined {
  const existingAnti = existingAntiCounts(pod, nodes, namespaces);
  const { required, requiredAnti } = terms;
  if (required.length === 0 && requiredAnti.length === 0 && existingAnti.isEmpty) return undefined;
  const [affine, anti] = [new TopologyCounts(), new TopologyCounts()];
  for (const node of required.length === 0 && requiredAnti.length === 0 ? [] : nodes)
    for (const { pod: existing } of node.pods.values()) {
      if (matchesAll(required, existing, namespaces)) for (const { topologyKey } of required) affine.add(node, topologyKey, 1);
      for (const term of requiredAnti) if (term.matches(existing, namespaces)) anti.add(node, term.topologyKey, 1);
    }
  return { terms, affine, anti, existingAnti, matchesItself: matchesAll(required, pod, namespaces) };
}

function existingAntiCounts(pod: Pod, nodes: readonly NodeInfo[], namespaces: NamespaceLabels): TopologyCounts {
  const counts = new TopologyCounts();
  for (const node of nodes) {
    if (node.affine.size === 0) continue;
    for (const { terms } of node.affine.values())
      for (const term of terms?.requiredAnti ?? []) if (term.matches(pod, namespaces)) counts.add(node, term.topologyKey, 1);
  }
  return counts;
}

function matchesAll(terms: readonly AffinityTerm[], pod: Pod, namespaces: NamespaceLabels): boolean {
  return terms.length > 0 && terms.every((term) => term.matches(pod, namespaces));
}
