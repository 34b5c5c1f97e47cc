import type { KubeObject } from '../../object.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod } from '../../pod/pod.ts';
import { computeQosClass } from '../../pod/pod-qos.ts';
import { resources } from '../../resource-refs.ts';
import { type ResourceQuota, type ScopeRequirement, scopeRequirements } from '../resource-quota.ts';
import { attributesClasses } from './claim-usage.ts';
import { type CountedKind, isKind } from './counted-kind.ts';
import { isTerminating } from './pod-usage.ts';

/** Whether all scopes of a quota hold for an object. What is neither pod nor claim is counted by quotas without scopes alone. */
export function quotaCovers(quota: ResourceQuota, kind: CountedKind, object: KubeObject): boolean {
  return scopeRequirements(quota).every((requirement) => {
    if (isKind(kind, resources.pods)) return podInScope(object as Pod, requirement);
    return isKind(kind, resources.persistentVolumeClaims) && claimInScope(object as PersistentVolumeClaim, requirement);
  });
}

/** One of the claim's classes will do. Models `pvcMatchesScopeFunc`. */
function claimInScope(claim: PersistentVolumeClaim, requirement: ScopeRequirement): boolean {
  if (requirement.scopeName !== 'VolumeAttributesClass') return false;
  const names = attributesClasses(claim);
  return names.length === 0 ? classMatches('', requirement) : names.some((name) => classMatches(name, requirement));
}

/** Models `podMatchesScopeFunc`. */
function podInScope(pod: Pod, requirement: ScopeRequirement): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
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
