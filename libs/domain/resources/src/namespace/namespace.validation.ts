import {
  dns1123Label,
  type FieldError,
  fieldErrors,
  qualifiedName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import type { Namespace } from './namespace.ts';

/** Finalizers that need no domain. Models `helper.IsStandardFinalizerName`. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** Models `ValidateNamespace` of `pkg/apis/core/validation/validation.go`. */
export function validateNamespace(namespace: Namespace): FieldError[] {
  return [
    ...validateObjectMeta(namespace.metadata ?? {}, { namespaced: false, nameFn: dns1123Label, path: 'metadata' }),
    ...(namespace.spec?.finalizers ?? []).flatMap((name) => finalizerErrors(name, 'spec.finalizers')),
  ];
}

/** Models the strategy's `ValidateUpdate`. */
export function validateNamespaceUpdate(next: Namespace, previous: Namespace): FieldError[] {
  return [...validateNamespace(next), ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})];
}

/** The phase follows the deletionTimestamp. Models `ValidateNamespaceStatusUpdate`. */
export function validateNamespaceStatus(namespace: Namespace): FieldError[] {
  const deleted = namespace.metadata?.deletionTimestamp !== undefined;
  const phase = namespace.status?.phase ?? '';
  if (phase === (deleted ? 'Terminating' : 'Active')) return [];
  const rule = deleted
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty";
  return [fieldErrors.invalid('status.Phase', phase, rule)];
}

/** Models `ValidateNamespaceFinalizeUpdate`. */
export function validateNamespaceFinalizers(namespace: Namespace): FieldError[] {
  return (namespace.spec?.finalizers ?? []).flatMap((name, index) => finalizerErrors(name, `spec.finalizers[${index}]`));
}

function finalizerErrors(name: string, path: string): FieldError[] {
  const malformedErrors = complaints(name, qualifiedName(name), path);
  if (name.includes('/') || STANDARD_FINALIZERS.has(name)) return malformedErrors;
  return [...malformedErrors, fieldErrors.invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')];
}
