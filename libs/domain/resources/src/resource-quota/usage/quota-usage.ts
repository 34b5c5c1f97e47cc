import type { LabTime } from '@klockwork/kernel';
import type { KubeObject } from '../../object.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod } from '../../pod/pod.ts';
import type { ResourceClaim } from '../../resource-claim/resource-claim.ts';
import { resources } from '../../resource-refs.ts';
import type { Service } from '../../service/service.ts';
import type { ResourceQuota } from '../resource-quota.ts';
import { addAmounts, amountsOf, type QuotaAmounts } from './amounts.ts';
import { claimUsage, isClaimResource } from './claim-usage.ts';
import { type CountedKind, isKind } from './counted-kind.ts';
import { deviceUsage, isDeviceResource } from './device-usage.ts';
import { isPodResource, podUsage } from './pod-usage.ts';
import { quotaCovers } from './quota-scopes.ts';
import { isServiceResource, serviceUsage } from './service-usage.ts';

/** Kinds with a legacy name in quotas. */
const COUNTED_OF_OLD = ['replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'];

/** Kinds whose objects have usage beyond their count. */
const MEASURED = [resources.pods, resources.persistentVolumeClaims, resources.services, resources.resourceClaims];

/** Returns an object's usage. `now`: excludes overdue pods; without it, all pods count. */
export function usageOf(kind: CountedKind, object: KubeObject, now: LabTime = 0): QuotaAmounts {
  if (isKind(kind, resources.pods)) return podUsage(object as Pod, now);
  if (isKind(kind, resources.persistentVolumeClaims)) return claimUsage(object as PersistentVolumeClaim);
  if (isKind(kind, resources.services)) return serviceUsage(object as Service);
  if (isKind(kind, resources.resourceClaims)) return deviceUsage(object as ResourceClaim);
  return { [countName(kind)]: '1', ...(isCountedOfOld(kind) && { [kind.resource]: '1' }) };
}

/** Returns whether quotas only count objects of a kind. */
export function isOnlyCounted(kind: CountedKind): boolean {
  return !MEASURED.some((measuredRef) => isKind(kind, measuredRef));
}

/** Returns the limited resources that apply to a kind. Models `MatchingResources` of evaluators. */
export function resourcesOfKind(kind: CountedKind, names: readonly string[]): string[] {
  if (isKind(kind, resources.pods)) return names.filter(isPodResource);
  if (isKind(kind, resources.persistentVolumeClaims)) return names.filter(isClaimResource);
  if (isKind(kind, resources.services)) return names.filter(isServiceResource);
  if (isKind(kind, resources.resourceClaims)) return names.filter(isDeviceResource);
  return names.filter((name) => name === countName(kind) || (isCountedOfOld(kind) && name === kind.resource));
}

/** Returns whether a quota applies to an object: limits a resource of its kind, and all scopes match. */
export function quotaCounts(quota: ResourceQuota, kind: CountedKind, object: KubeObject, names: readonly string[]): boolean {
  return resourcesOfKind(kind, names).length > 0 && quotaCovers(quota, kind, object);
}

/** Returns the usage of all objects of a kind for the `names` of a quota, including zeros. */
export function usageOfAll(
  quota: ResourceQuota,
  kind: CountedKind,
  objects: Iterable<KubeObject>,
  { names, now }: { names: readonly string[]; now: LabTime },
): QuotaAmounts {
  const limitedResources = resourcesOfKind(kind, names);
  const usages = [...objects]
    .filter((object) => quotaCounts(quota, kind, object, limitedResources))
    .map((object) => usageOf(kind, object, now));
  return amountsOf(addAmounts([Object.fromEntries(limitedResources.map((name) => [name, '0'])), ...usages]), limitedResources);
}

function isCountedOfOld({ group, resource }: CountedKind): boolean {
  return group === '' && COUNTED_OF_OLD.includes(resource);
}

/** `count/deployments.apps`. Models `ObjectCountQuotaResourceNameFor`. */
function countName({ group, resource }: CountedKind): string {
  return group === '' ? `count/${resource}` : `count/${resource}.${group}`;
}
