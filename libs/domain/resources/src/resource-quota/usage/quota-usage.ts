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

/** Kinds whose objects had a name in quotas before all could be counted. */
const COUNTED_OF_OLD = ['replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'];

/** Kinds whose objects take more than their number of a quota. */
const MEASURED = [resources.pods, resources.persistentVolumeClaims, resources.services, resources.resourceClaims];

/** What one object takes of a quota. `now` tells which pods should be gone; without it, all are counted. */
export function usageOf(kind: CountedKind, object: KubeObject, now: LabTime = 0): QuotaAmounts {
  if (isKind(kind, resources.pods)) return podUsage(object as Pod, now);
  if (isKind(kind, resources.persistentVolumeClaims)) return claimUsage(object as PersistentVolumeClaim);
  if (isKind(kind, resources.services)) return serviceUsage(object as Service);
  if (isKind(kind, resources.resourceClaims)) return deviceUsage(object as ResourceClaim);
  return { [countName(kind)]: '1', ...(isCountedOfOld(kind) && { [kind.resource]: '1' }) };
}

/** Whether quotas only ask how many objects of a kind there are, and never what one asks for. */
export function isOnlyCounted(kind: CountedKind): boolean {
  return !MEASURED.some((measured) => isKind(kind, measured));
}

/** Those of the limited resources that objects of a kind can take. Models `MatchingResources` of the evaluators. */
export function resourcesOfKind(kind: CountedKind, names: readonly string[]): string[] {
  if (isKind(kind, resources.pods)) return names.filter(isPodResource);
  if (isKind(kind, resources.persistentVolumeClaims)) return names.filter(isClaimResource);
  if (isKind(kind, resources.services)) return names.filter(isServiceResource);
  if (isKind(kind, resources.resourceClaims)) return names.filter(isDeviceResource);
  return names.filter((name) => name === countName(kind) || (isCountedOfOld(kind) && name === kind.resource));
}

/** Whether a quota is for an object: it limits something that the object takes, and its scopes hold. */
export function quotaCounts(quota: ResourceQuota, kind: CountedKind, object: KubeObject, names: readonly string[]): boolean {
  return resourcesOfKind(kind, names).length > 0 && quotaCovers(quota, kind, object);
}

/** What all objects of a kind take of the `names` of a quota: zero where they take nothing. */
export function usageOfAll(
  quota: ResourceQuota,
  kind: CountedKind,
  objects: Iterable<KubeObject>,
  { names, now }: { names: readonly string[]; now: LabTime },
): QuotaAmounts {
  const limited = resourcesOfKind(kind, names);
  const counted = [...objects].filter((object) => quotaCounts(quota, kind, object, limited)).map((object) => usageOf(kind, object, now));
  return amountsOf(addAmounts([Object.fromEntries(limited.map((name) => [name, '0'])), ...counted]), limited);
}

function isCountedOfOld({ group, resource }: CountedKind): boolean {
  return group === '' && COUNTED_OF_OLD.includes(resource);
}

/** `count/deployments.apps`. Models `ObjectCountQuotaResourceNameFor`. */
function countName({ group, resource }: CountedKind): string {
  return group === '' ? `count/${resource}` : `count/${resource}.${group}`;
}
