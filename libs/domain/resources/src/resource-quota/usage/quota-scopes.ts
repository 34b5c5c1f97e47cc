import type { KubeObject } from '../../object.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod } from '../../pod/pod.ts';
import { computeQosClass } from '../../pod/pod-qos.ts';
import { resources } from '../../resource-refs.ts';
import { type ResourceQuota, type ScopeRequirement, scopeRequirements } from '../resource-quota.ts';
import { attributesClasses } from './claim-usage.ts';
import { type CountedKind, isKind } from './counted-kind.ts';
import { isTerminating } from './pod-usage.ts';

/** Returns whether all scopes of a quota match an object. Kinds other than pods and claims match only quotas without scopes. */
export function quotaCovers(quota: ResourceQuota, kind: CountedKind, object: KubeObject): boolean {
  return scopeRequirements(quota).every((requirement) => {
    if (isKind(kind, resources.pods)) return podInScope(object as Pod, requirement);
    return isKind(kind, resources.persistentVolumeClaims) && claimInScope(object as PersistentVolumeClaim, requirement);
  });
}

/** Returns whether any class of a claim matches. Models `pvcMatchesScopeFunc`. */
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

/** Compares the class like a label, '' for absent. */
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
