import type { Pod } from '@klockwork/kubernetes-types';
import { affinityTerms, type NamespaceLabels } from './filters/inter-pod-affinity/affinity-terms.ts';
import { spreadConstraints } from './filters/pod-topology-spread/spread-constraints.ts';

/**
 * Returns whether `other`, a pod with a node, may let the unschedulable `pod` fit: by required pod affinity, or by another skew of its
 * topologies. `previous`: the other pod before its change. Models the queueing hints of `plugins/interpodaffinity` and
 * `plugins/podtopologyspread`.
 */
export function podMayHelp(pod: Pod, other: Pod, previous: Pod | undefined, namespaces: NamespaceLabels): boolean {
  const requiredTerms = affinityTerms(pod)?.required ?? [];
  const constraints = spreadConstraints(pod, 'DoNotSchedule');
  const before = previous?.spec?.nodeName ? previous : undefined;
  return (
    requiredTerms.some((term) => term.matches(other, namespaces) && !(before && term.matches(before, namespaces))) ||
    constraints.some(({ counts }) => counts(other) !== (before !== undefined && counts(before)))
  );
}
