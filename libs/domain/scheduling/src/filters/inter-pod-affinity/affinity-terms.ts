import { type Labels, labelSelector } from '@klockwork/api-machinery';
import type { Pod, PodAffinityTerm } from '@klockwork/kubernetes-types';

/** Returns the labels of a namespace; undefined for an unknown namespace. */
export type NamespaceLabels = (name: string) => Labels | undefined;

/** Parsed pod affinity term: pods that it selects, and the label of nodes that groups them. */
export interface AffinityTerm {
  readonly topologyKey: string;
  /** 1 for a required term. */
  readonly weight: number;
  matches(pod: Pod, namespaces: NamespaceLabels): boolean;
}

/** Parsed pod affinity and anti-affinity of one pod. */
export interface AffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly AffinityTerm[];
  readonly preferredAnti: readonly AffinityTerm[];
}

/** Returns the pod's terms; undefined for a pod without pod affinity. Models `framework.PodInfo.Update`. */
export function affinityTerms(pod: Pod): AffinityTerms | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return undefined;
  const one = (term: PodAffinityTerm) => parseTerm(pod, term, 1);
  const weighted = ({ weight, podAffinityTerm }: { weight: number; podAffinityTerm: PodAffinityTerm }) =>
    parseTerm(pod, podAffinityTerm, weight);
  return {
    required: (podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(one),
    requiredAnti: (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(one),
    preferred: (podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(weighted),
    preferredAnti: (podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(weighted),
  };
}

/** Without namespaces and namespaceSelector, a term concerns the namespace of its own pod. Models `newAffinityTerm`. */
function parseTerm(
  owner: Pod,
  { labelSelector: object, namespaceSelector, namespaces = [], topologyKey }: PodAffinityTerm,
  weight: number,
): AffinityTerm {
  const isOwn = namespaces.length === 0 && !namespaceSelector;
  const names = new Set(isOwn ? [owner.metadata?.namespace ?? ''] : namespaces);
  const pods = labelSelector.fromObject(object);
  const byLabels = labelSelector.fromObject(namespaceSelector);
  return {
    topologyKey,
    weight,
    matches({ metadata }, labelsOf) {
      const namespace = metadata?.namespace ?? '';
      return (names.has(namespace) || byLabels.matches(labelsOf(namespace))) && pods.matches(metadata?.labels);
    },
  };
}
