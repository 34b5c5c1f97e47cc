import type { ResourceRef } from '../../kind.ts';
import type { KubeObject } from '../../object.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod } from '../../pod/pod.ts';
import { resources } from '../../resource-refs.ts';
import type { Service } from '../../service/service.ts';
import type { ResourceQuota } from '../resource-quota.ts';
import { addAmounts, amountsOf, type QuotaAmounts } from './amounts.ts';
import { claimUsage, isClaimResource } from './claim-usage.ts';
import { isPodResource, podUsage } from './pod-usage.ts';
import { quotaCovers } from './quota-scopes.ts';
import { isServiceResource, serviceUsage } from './service-usage.ts';

type Kind = Pick<ResourceRef, 'group' | 'resource'>;

/** Kinds whose objects had a name in quotas before all could be counted. */
const COUNTED_OF_OLD = ['replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'];

/** What one object takes of a quota. */
export function usageOf(kind: Kind, object: KubeObject): QuotaAmounts {
  if (isKind(kind, resources.pods)) return podUsage(object as Pod);
  if (isKind(kind, resources.persistentVolumeClaims)) return claimUsage(object as PersistentVolumeClaim);
  if (isKind(kind, resources.services)) return serviceUsage(object as Service);
  return { [countName(kind)]: '1', ...(isCountedOfOld(kind) && { [kind.resource]: '1' }) };
}

/** Those of the limited resources that objects of a kind can take. Models `MatchingResources` of the evaluators. */
export function resourcesOfKind(kind: Kind, names: readonly string[]): string[] {
  if (isKind(kind, resources.pods)) return names.filter(isPodResource);
  if (isKind(kind, resources.persistentVolumeClaims)) return names.filter(isClaimResource);
  if (isKind(kind, resources.services)) return names.filter(isServiceResource);
  return names.filter((name) => name === countName(kind) || (isCountedOfOld(kind) && name === kind.resource));
}

/** Whether a quota is for an object: it limits something that the object takes, and its scopes hold. */
export function quotaCounts(quota: ResourceQuota, kind: Kind, object: KubeObject, names: readonly string[]): boolean {
  return resourcesOfKind(kind, names).length > 0 && quotaCovers(quota, isKind(kind, resources.pods) ? (object as Pod) : undefined);
}

/** What all objects of a kind take of the `names` of a quota: zero where they take nothing. */
export function usageOfAll(quota: ResourceQuota, kind: Kind, objects: Iterable<KubeObject>, names: readonly string[]): QuotaAmounts {
  const limited = resourcesOfKind(kind, names);
  const counted = [...objects].filter((object) => quotaCounts(quota, kind, object, limited)).map((object) => usageOf(kind, object));
  return amountsOf(addAmounts([Object.fromEntries(limited.map((name) => [name, '0'])), ...counted]), limited);
}

function isKind(kind: Kind, { group, resource }: ResourceRef): boolean {
  return kind.group === group && kind.resource === resource;
}

function isCountedOfOld({ group, resource }: Kind): boolean {
  return group === '' && COUNTED_OF_OLD.includes(resource);
}

/** `count/deployments.apps`. Models `ObjectCountQuotaResourceNameFor`. */
function countName({ group, resource }: Kind): string {
  return group === '' ? `count/${resource}` : `count/${resource}.${group}`;
}
