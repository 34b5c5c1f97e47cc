import { compareQuantity, compareText } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Change, KindDefinition } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { resources } from '../resource-refs.ts';
import type { ResourceQuota } from './resource-quota.ts';
import { validateResourceQuota, validateResourceQuotaStatus, validateResourceQuotaUpdate } from './resource-quota.validation.ts';

const WITH_LIMITS = ['cpu', 'memory', 'storage', 'ephemeral-storage'];
/** Resources whose bare name also means requests. */
const BARE_REQUESTS = ['cpu', 'memory'];

/** Event of a ResourceQuota change. `used`: present usage by resource. */
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
    warnings: (quota, previous) => (previous === undefined ? overcommitWarnings(quota) : []),
    returnsDeletedObject: true,
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

/** Warns about requests above limits. Models `WarningsOnCreate` of `pkg/registry/core/resourcequota/strategy.go`. */
function overcommitWarnings({ spec }: ResourceQuota): string[] {
  const hard = spec?.hard ?? {};
  return WITH_LIMITS.flatMap((name) => {
    const bare = hard[`requests.${name}`] === undefined && BARE_REQUESTS.includes(name);
    const requests = bare ? name : `requests.${name}`;
    const [request, limit] = [hard[requests], hard[`limits.${name}`]];
    if (request === undefined || limit === undefined || compareQuantity(request, limit) <= 0) return [];
    return [`ResourceQuota ${requests} (${request}) should be less than limits.${name} (${limit})`];
  });
}

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
