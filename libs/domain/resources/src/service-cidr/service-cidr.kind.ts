import { dns1123Subdomain, type FieldError, fieldErrors, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { parseCidr } from '../generic/cidr.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { complaints } from '../generic/field-checks.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import { strictCidrProblems } from '../generic/strict-address.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ServiceCIDR } from './service-cidr.ts';

const PATH = 'spec.cidrs';
const FIXED = 'field is immutable';

/**
 * ServiceCIDR: the one named `kubernetes` provides addresses of Services. Models `pkg/registry/networking/servicecidr`: its strategy keeps
 * the status writable by all writes, and its reset fields name the wrong group, so none are reset.
 */
export const serviceCidrKind: KindDefinition<ServiceCIDR> = {
  ...resources.serviceCidrs,
  listKind: 'ServiceCIDRList',
  singular: 'servicecidr',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.networking.v1.ServiceCIDR',
  strategy: {
    default() {},
    resetFields: [],
    prepareForCreate(draft) {
      draft.status ??= {};
    },
    prepareForUpdate() {},
    validate: ({ metadata = {}, spec }) => [
      ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
      ...validateCidrs(spec?.cidrs ?? []),
    ],
    validateUpdate,
  },
  status: statusStrategy<ServiceCIDR>({ keepsMetadata: true, resets: [] }),
  columns: [
    nameColumn,
    { name: 'CIDRs', type: 'string', description: 'The ranges', cell: ({ spec }) => (spec?.cidrs ?? []).join(',') },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ServiceCIDR', change),
};

/** Models `validateServiceCIDRSpec`. */
function validateCidrs(cidrs: readonly string[]): FieldError[] {
  if (cidrs.length === 0) return [fieldErrors.required(PATH, 'at least one CIDR required')];
  if (cidrs.length > 2) return [fieldErrors.invalid(PATH, { CIDRs: cidrs }, 'may only hold up to 2 values')];
  const [first, second] = cidrs.map((cidr) => parseCidr(cidr)?.width);
  const alike = cidrs.length === 2 && first !== undefined && first === second;
  const rule = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return [
    ...cidrs.flatMap((cidr, index) => complaints(cidr, strictCidrProblems(cidr), `${PATH}[${index}]`)),
    ...(alike ? [fieldErrors.invalid(PATH, cidrs, rule)] : []),
  ];
}

/** Keeps ranges; a range of the other family may be added. Models `ValidateServiceCIDRUpdate`. */
function validateUpdate(next: ServiceCIDR, previous: ServiceCIDR): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...cidrChanges(next.spec?.cidrs ?? [], previous.spec?.cidrs ?? []),
  ];
}

function cidrChanges(next: readonly string[], previous: readonly string[]): FieldError[] {
  const added = previous.length === 1 && next.length === 2;
  if (!added && next.length !== previous.length) return [fieldErrors.invalid(PATH, next, FIXED)];
  const changedErrors = previous.flatMap((cidr, index) =>
    cidr === next[index] ? [] : [fieldErrors.invalid(`${PATH}[${index}]`, next[index], FIXED)],
  );
  return added ? [...changedErrors, ...validateCidrs(next)] : changedErrors;
}
