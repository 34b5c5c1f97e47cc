import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

interface SpecWithClass {
  readonly volumeAttributesClassName?: string;
}

const PATH = 'spec.volumeAttributesClassName';

/** Allows a change of the class, not its removal. Models the update of a volume. */
export function validateAttributesClassKept(next: SpecWithClass | undefined, previous: SpecWithClass | undefined): FieldError[] {
  const removed = previous?.volumeAttributesClassName !== undefined && next?.volumeAttributesClassName === undefined;
  return removed ? [fieldErrors.forbidden(PATH, 'update from non-nil value to nil is forbidden')] : [];
}
