import { compareText } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Change, KindDefinition } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { resources } from '../resource-refs.ts';
import type { ResourceQuota } from './resource-quota.ts';
import { validateResourceQuota, validateResourceQuotaStatus, validateResourceQuotaUpdate } from './resource-quota.validation.ts';

/** What happens to a ResourceQuota. `used` is what there is now, by resource. */
export type ResourceQuotaEvent =
  | LifeCycleEvent<'ResourceQuota'>
  | { readonly type: 'ResourceQuotaUsageReported'; readonly data: { readonly used: Readonly<Record<string, string>> } };

/** ResourceQuota. Models `pkg/registry/core/resourcequota`. */
export const resourceQuotaKind: KindDefinition<ResourceQuota> = {
  ...resources.resourceQuotas,
  listKind: 'ResourceQuotaList',
  singular: 'resourcequota',
  shortNames: ['quota'],
  categories: [],
  definition: 'io.k8s.api.core.v1.ResourceQuota',
  strategy: {
    default(draft) {
      for (const list of [draft.spec?.hard, draft.status?.hard, draft.status?.used]) canonicalizeQuantities(list);
    },
    prepareForCreate(draft) {
      draft.spec ??= {};
      draft.status = {};
    },
    prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'status'),
    validate: validateResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
  },
  status: statusStrategy<ResourceQuota>({ validate: validateResourceQuotaStatus }),
  columns: [
    nameColumn,
    { name: 'Request', type: 'string', description: 'What is used of what may be asked for', cell: (quota) => usageCell(quota, false) },
    { name: 'Limit', type: 'string', description: 'What is used of what limits may add up to', cell: (quota) => usageCell(quota, true) },
    ageColumn,
  ],
  selectableFields: {},
  event: resourceQuotaEvent,
};

function resourceQuotaEvent(change: Change<ResourceQuota>): ResourceQuotaEvent {
  if (change.verb !== 'update' || change.subresource !== 'status') return lifeCycleEvent('ResourceQuota', change);
  return { type: 'ResourceQuotaUsageReported', data: { used: { ...change.next.status?.used } } };
}

/** `pods: 1/4, requests.cpu: 1/2`: the limits, or all others. Models `printResourceQuota`. */
function usageCell({ status }: ResourceQuota, limits: boolean): string {
  const names = Object.keys(status?.hard ?? {}).filter((name) => name.startsWith('limits.') === limits);
  return names
    .sort(compareText)
    .map((name) => `${name}: ${status?.used?.[name] ?? '0'}/${status?.hard?.[name]}`)
    .join(', ');
}
