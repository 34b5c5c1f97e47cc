import { dns1123Subdomain, validateImmutable, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { dropDeallocated } from '../dynamic-resources/claim-status.ts';
import { validateClaimStatus } from '../dynamic-resources/claim-status.validation.ts';
import { claimSpec, dropDisabledParts } from '../dynamic-resources/device-claim.ts';
import { validateDeviceClaim } from '../dynamic-resources/device-claim.validation.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ResourceClaim } from './resource-claim.ts';

/** ResourceClaim. Models `pkg/registry/resource/resourceclaim`. */
export const resourceClaimKind: KindDefinition<ResourceClaim> = {
  ...resources.resourceClaims,
  listKind: 'ResourceClaimList',
  singular: 'resourceclaim',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.resource.v1.ResourceClaim',
  strategy: {
    returnsDeletedObject: true,
    default(draft) {
      draft.spec = claimSpec(draft.spec);
    },
    prepareForCreate(draft) {
      draft.status = {};
      dropDisabledParts(draft.spec?.devices);
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      dropDisabledParts(draft.spec?.devices);
    },
    validate: ({ metadata = {}, spec }) => [
      ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain }),
      ...validateDeviceClaim(spec?.devices, 'spec.devices'),
    ],
    validateUpdate: (next, previous) => [
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateImmutable(next.spec, previous.spec, 'spec'),
    ],
  },
  status: statusStrategy<ResourceClaim>({
    keepsMetadata: true,
    keep: dropDeallocated,
    validate: validateClaimStatus,
    resets: ['metadata', 'spec'],
  }),
  columns: [nameColumn, { name: 'State', type: 'string', description: 'What became of the claim', cell: stateCell }, ageColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ResourceClaim', change),
};

/** Models `resourceClaimState` of `pkg/printers/internalversion`. */
function stateCell({ metadata, status }: ResourceClaim): string {
  const isDeleted = metadata?.deletionTimestamp !== undefined;
  const isReserved = status?.allocation !== undefined && (status.reservedFor ?? []).length > 0;
  const states = [
    ...(isDeleted ? ['deleted'] : []),
    ...(status?.allocation ? ['allocated'] : isDeleted ? [] : ['pending']),
    ...(isReserved ? ['reserved'] : []),
  ];
  return states.join(',');
}
