import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Refuses a number below 0. Models `apimachineryvalidation.ValidateNonnegativeField`. */
export function nonNegative(value: number | undefined, field: string): FieldError[] {
  return (value ?? 0) < 0 ? [fieldErrors.invalid(field, value, 'must be greater than or equal to 0')] : [];
}

/** Refuses a value that is not one of `supported`; an absent one is required. */
export function oneOf(value: string | undefined, supported: readonly string[], field: string): FieldError[] {
  if (value === undefined || value === '') return [fieldErrors.required(field)];
  return supported.includes(value) ? [] : [fieldErrors.notSupported(field, value, supported)];
}

/** One refusal per complaint of a name format. */
export function complaints(value: string | number, problems: readonly string[], field: string): FieldError[] {
  return problems.map((problem) => fieldErrors.invalid(field, value, problem));
}
