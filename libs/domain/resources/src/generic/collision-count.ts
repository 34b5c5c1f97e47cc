import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Refuses a decreasing collision count. Models `IsDecremented` in apps kinds. */
export function collisionErrors(next: number | undefined, previous: number | undefined): FieldError[] {
  const decremented = previous !== undefined && (next === undefined || next < previous);
  return decremented ? [fieldErrors.invalid('status.collisionCount', next ?? 0, 'cannot be decremented')] : [];
}
