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

/** One count of a status may not be above another. */
export function notAbove<S extends object>(status: S, field: keyof S & string, limit: keyof S & string, limitName: string): FieldError[] {
  const [value, most] = [Number(status[field] ?? 0), Number(status[limit] ?? 0)];
  return value > most ? [fieldErrors.invalid(`status.${field}`, value, `cannot be greater than ${limitName}`)] : [];
}
