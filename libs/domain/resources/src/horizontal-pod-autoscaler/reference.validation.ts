import { type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import { complaints } from '../generic/field-checks.ts';

/** What an object is named by. Models `ValidateCrossVersionObjectReference`. */
export function validateReference(reference: CrossVersionObjectReference | undefined, path: string): FieldError[] {
  return (['kind', 'name'] as const).flatMap((field) => {
    const value = reference?.[field];
    return value ? complaints(value, pathSegment(value), `${path}.${field}`) : [fieldErrors.required(`${path}.${field}`)];
  });
}
