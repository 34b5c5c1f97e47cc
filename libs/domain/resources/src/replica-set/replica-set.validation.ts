import { dns1123Subdomain, type FieldError, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { nonNegative } from '../generic/field-checks.ts';
import { replicaCountErrors } from '../generic/replica-counts.ts';
import { validateSelector, validateSelectorUnchanged, validateTemplate } from '../generic/template.validation.ts';
import type { ReplicaSet } from './replica-set.ts';

/** Models `ValidateReplicaSet` of `pkg/apis/apps/validation/validation.go`. */
export function validateReplicaSet(replicaSet: ReplicaSet): FieldError[] {
  return [
    ...validateObjectMeta(replicaSet.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(replicaSet),
  ];
}

/** Models the strategy's `ValidateUpdate`: the selector never changes. */
export function validateReplicaSetUpdate(next: ReplicaSet, previous: ReplicaSet): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next),
    ...validateSelectorUnchanged(next.spec?.selector, previous.spec?.selector),
  ];
}

/** Models `ValidateReplicaSetStatus`. */
export function validateReplicaSetStatus({ status = { replicas: 0 } }: ReplicaSet): FieldError[] {
  return replicaCountErrors(status);
}

function specErrors({ spec }: ReplicaSet): FieldError[] {
  return [
    ...nonNegative(spec?.replicas, 'spec.replicas'),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...validateSelector(spec?.selector, 'deployment'),
    ...validateTemplate(spec?.template, spec?.selector, 'ReplicaSet'),
  ];
}
