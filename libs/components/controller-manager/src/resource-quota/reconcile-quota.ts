import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import {
  addAmounts,
  amountsOf,
  type KubeObject,
  overdueAt,
  type Pod,
  type QuotaAmounts,
  type ResourceQuota,
  type ResourceRef,
  resources,
  resourcesOfKind,
  usageOfAll,
} from '@klockwork/resources';

/** Period of full recounts, which also correct a status written by others. Models `--resource-quota-sync-period`. */
const RESYNC_MS = 300_000;

/** Inputs of a quota's reconcile. */
export interface QuotaView {
  readonly quota: ResourceQuota;
  /** The kinds that quotas count. */
  readonly kinds: readonly ResourceRef[];
  readonly now: LabTime;
  /** Objects of a kind in the quota's namespace. Called for limited kinds only. */
  objectsOf(kind: ResourceRef): Iterable<KubeObject>;
}

/**
 * Recounts the usage of a quota: admission charges creations at once, but never releases deletions. Resources unknown to all kinds have no
 * usage. Models `syncResourceQuota` of pkg/controller/resourcequota.
 */
export function reconcileQuota({ quota, kinds, now, objectsOf }: QuotaView): Plan {
  const hard = { ...quota.spec?.hard };
  const names = Object.keys(hard);
  const used = addAmounts(kinds.map(usageOf));
  const status = { hard, used: amountsOf(used, names) };
  const limitsPods = resourcesOfKind(resources.pods, names).length > 0;
  const plan = { ...NOTHING, wakeAt: wakeAt(limitsPods ? objectsOf(resources.pods) : [], now) };
  if (semanticEqual(quota.status, status)) return plan;
  const object: ResourceQuota = { ...quota, status };
  return { ...plan, stages: [[{ type: 'update', resource: resources.resourceQuotas, subresource: 'status', object }]] };

  function usageOf(kind: ResourceRef): QuotaAmounts {
    const limited = resourcesOfKind(kind, names);
    return limited.length === 0 ? {} : usageOfAll(quota, kind, objectsOf(kind), { names: limited, now });
  }
}

/** When the next pod that should be gone is counted no more, or all is counted anew. */
function wakeAt(pods: Iterable<KubeObject>, now: LabTime): NonNullable<Plan['wakeAt']> {
  const resync = (Math.floor(now / RESYNC_MS) + 1) * RESYNC_MS;
  const instants = [...pods].map((pod) => overdueAt(pod as Pod)).filter((at) => at !== undefined && at > now && at <= resync) as LabTime[];
  if (instants.length === 0) return { at: resync, timer: { name: 'quota-resync', upkeep: true } };
  return { at: Math.min(...instants), timer: { name: 'quota-overdue-pod' } };
}
