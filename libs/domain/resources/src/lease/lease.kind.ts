import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change, KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** Lease: holder and renewal time, for heartbeats and leader election. */
export type Lease = kubernetes.Lease;

/** Event of a Lease change. A renewal is an update with the same holder. */
export type LeaseEvent =
  | LifeCycleEvent<'Lease'>
  | { readonly type: 'LeaseRenewed'; readonly data: { readonly holder: string } }
  | { readonly type: 'LeaseTaken'; readonly data: { readonly holder: string; readonly previousHolder: string } };

/** Only the renewals of the last hour are worth keeping. */
const RETENTION_MS = 60 * 60 * 1000;

/** Models `pkg/registry/coordination/lease/strategy.go`. */
const strategy: Strategy<Lease> = {
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  default(draft) {
    draft.spec ??= {};
  },
  prepareForCreate: (draft) => dropCoordination(draft, undefined),
  prepareForUpdate: dropCoordination,
  validate: (lease) => [
    ...validateObjectMeta(lease.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(lease),
  ],
  validateUpdate: (next, previous) => [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next)],
};

/** Drops fields of coordinated leader election, disabled by default upstream, unless already stored. */
function dropCoordination(draft: Lease, previous: Lease | undefined): void {
  const spec = draft.spec;
  const before = previous?.spec;
  if (spec === undefined || before?.strategy !== undefined || before?.preferredHolder !== undefined) return;
  delete spec.strategy;
  delete spec.preferredHolder;
}

/** Lease. Models `pkg/registry/coordination/lease`. */
export const leaseKind: KindDefinition<Lease> = {
  ...resources.leases,
  listKind: 'LeaseList',
  singular: 'lease',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.coordination.v1.Lease',
  strategy,
  columns: [
    nameColumn,
    { name: 'Holder', type: 'string', description: 'Who holds the lease', cell: (lease) => holderOf(lease) },
    ageColumn,
  ],
  selectableFields: {},
  event: leaseEvent,
  retentionMs: RETENTION_MS,
};

export function leaseEvent(change: Change<Lease>): LeaseEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined || semanticEqual(next.spec, previous.spec)) return lifeCycleEvent('Lease', change);
  const [holder, previousHolder] = [holderOf(next), holderOf(previous)];
  return holder === previousHolder ? { type: 'LeaseRenewed', data: { holder } } : { type: 'LeaseTaken', data: { holder, previousHolder } };
}

/** Models `ValidateLeaseSpec` of `pkg/apis/coordination/validation/validation.go`. */
function specErrors({ spec }: Lease): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec ?? {};
  return [
    ...(duration !== undefined && duration <= 0
      ? [fieldErrors.invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')]
      : []),
    ...(transitions !== undefined && transitions < 0
      ? [fieldErrors.invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
      : []),
  ];
}

function holderOf(lease: Lease): string {
  return lease.spec?.holderIdentity ?? '';
}
