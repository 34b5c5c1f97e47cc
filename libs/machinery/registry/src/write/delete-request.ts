import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';

/** How to delete. Models `metav1.DeleteOptions`. */
export interface DeleteRequest {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** The deprecated form of propagationPolicy. */
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** Throws Invalid when the options contradict each other. Models `ValidateDeleteOptions` of apimachinery's metav1 validation. */
export function checkDeleteRequest(deletion: DeleteRequest): void {
  const errors = deleteRequestErrors(deletion);
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

/** Returns errors of delete options, except those of the request itself. */
export function deleteRequestErrors({ propagationPolicy, orphanDependents }: DeleteRequest): FieldError[] {
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined)
    errors.push(fieldErrors.invalid('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy))
    errors.push(fieldErrors.notSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']));
  return errors;
}
