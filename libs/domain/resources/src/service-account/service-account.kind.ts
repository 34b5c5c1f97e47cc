import { dns1123Subdomain, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** ServiceAccount: identity of pods. */
export type ServiceAccount = kubernetes.ServiceAccount;

const MOUNTABLE_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** Models `pkg/registry/core/serviceaccount/strategy.go`. */
const strategy: Strategy<ServiceAccount> = {
  returnsDeletedObject: true,
  default() {},
  prepareForCreate: keepSecretNames,
  prepareForUpdate: keepSecretNames,
  validate,
  validateUpdate: (next, previous) => [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validate(next)],
  warnings: (account, previous) => (enforcesMountable(account) && !(previous && enforcesMountable(previous)) ? [MOUNTABLE_WARNING] : []),
};

const MOUNTABLE_WARNING = `metadata.annotations[${MOUNTABLE_ANNOTATION}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;

/** ServiceAccount. Models `pkg/registry/core/serviceaccount`. Since 1.35 its table counts no secrets. */
export const serviceAccountKind: KindDefinition<ServiceAccount> = {
  ...resources.serviceAccounts,
  listKind: 'ServiceAccountList',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  definition: 'io.k8s.api.core.v1.ServiceAccount',
  strategy,
  columns: [nameColumn, ageColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ServiceAccount', change),
};

function validate(account: ServiceAccount) {
  return validateObjectMeta(account.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' });
}

/** References to secrets contain names only. */
function keepSecretNames(account: ServiceAccount): void {
  if (account.secrets) account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}

function enforcesMountable(account: ServiceAccount): boolean {
  return account.metadata?.annotations?.[MOUNTABLE_ANNOTATION] !== undefined;
}
