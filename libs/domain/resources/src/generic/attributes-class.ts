import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Spec of a volume, or of a claim. */
interface Attributed {
  readonly volumeAttributesClassName?: string;
}

const PATH = 'spec.volumeAttributesClassName';

/** A class of attributes may change, but not be taken off. Models what the update of a volume says of it. */
export function validateAttributesClassKept(next: Attributed | undefined, previous: Attributed | undefined): FieldError[] {
  const removed = previous?.volumeAttributesClassName !== undefined && next?.volumeAttributesClassName === undefined;
  return removed ? [fieldErrors.forbidden(PATH, 'update from non-nil value to nil is forbidden')] : [];
}
