import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import {
  addAmounts,
  amountsOf,
  type KubeObject,
  type QuotaAmounts,
  type ResourceQuota,
  type ResourceRef,
  resources,
  resourcesOfKind,
  usageOfAll,
} from '@klockwork/resources';

/** What a quota's reconcile looks at. */
export interface QuotaView {
  readonly quota: ResourceQuota;
  /** The kinds that quotas count. */
  readonly kinds: readonly ResourceRef[];
  /** The objects of a kind in the quota's namespace. Asked only for kinds that the quota limits. */
  objectsOf(kind: ResourceRef): Iterable<KubeObject>;
}

/**
 * Counts anew what is used of a quota: what is new was charged when it was written, what is gone was not given back.
 * What no kind can take has no usage. Models `syncResourceQuota` of pkg/controller/resourcequota.
 */
export function reconcileQuota({ quota, kinds, objectsOf }: QuotaView): Plan {
  const hard = { ...quota.spec?.hard };
  const names = Object.keys(hard);
  const used = addAmounts(kinds.map(usageOf));
  const status = { hard, used: amountsOf(used, names) };
  if (semanticEqual(quota.status, status)) return NOTHING;
  const object: ResourceQuota = { ...quota, status };
  return { stages: [[{ do: 'update', resource: resources.resourceQuotas, subresource: 'status', object }]] };

  function usageOf(kind: ResourceRef): QuotaAmounts {
    const limited = resourcesOfKind(kind, names);
    return limited.length === 0 ? {} : usageOfAll(quota, kind, objectsOf(kind), limited);
  }
}
