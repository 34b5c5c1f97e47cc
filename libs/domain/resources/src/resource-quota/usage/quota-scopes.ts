import type { Pod } from '../../pod/pod.ts';
import { computeQosClass } from '../../pod/pod-qos.ts';
import { type ResourceQuota, type ScopeRequirement, scopeRequirements } from '../resource-quota.ts';

/** Whether all scopes of a quota hold for an object. What is no pod is counted by quotas without scopes alone. Models `podMatchesScopeFunc`. */
export function quotaCovers(quota: ResourceQuota, pod: Pod | undefined): boolean {
  return scopeRequirements(quota).every((requirement) => pod !== undefined && podInScope(pod, requirement));
}

function podInScope(pod: Pod, requirement: ScopeRequirement): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return (pod.spec?.activeDeadlineSeconds ?? -1) >= 0;
    case 'NotTerminating':
      return (pod.spec?.activeDeadlineSeconds ?? -1) < 0;
    case 'BestEffort':
      return computeQosClass(pod) === 'BestEffort';
    case 'NotBestEffort':
      return computeQosClass(pod) !== 'BestEffort';
    case 'PriorityClass':
      return classMatches(pod.spec?.priorityClassName ?? '', requirement);
    case 'CrossNamespacePodAffinity':
      return affinityTerms(pod).some(
        ({ namespaces, namespaceSelector }) => (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined,
      );
    default:
      return false;
  }
}

/** The class as a label that is there or not. */
function classMatches(name: string, { operator, values = [] }: ScopeRequirement): boolean {
  switch (operator) {
    case 'In':
      return name !== '' && values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

/** Models `usesCrossNamespacePodAffinity`. */
function affinityTerms({ spec }: Pod) {
  const both = [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity];
  return both.flatMap((affinity) => [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
}
