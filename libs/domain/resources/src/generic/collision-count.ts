import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** The count that keeps names of revisions apart never goes back. Models `IsDecremented` as the kinds of apps use it. */
export function collisionErrors(next: number | undefined, previous: number | undefined): FieldError[] {
  const decremented = previous !== undefined && (next === undefined || next < previous);
  return decremented ? [fieldErrors.invalid('status.collisionCount', next ?? 0, 'cannot be decremented')] : [];
}
