import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Refuses a number below 0. Models `apimachineryvalidation.ValidateNonnegativeField`. */
export function nonNegative(value: number | undefined, field: string): FieldError[] {
  return (value ?? 0) < 0 ? [fieldErrors.invalid(field, value, 'must be greater than or equal to 0')] : [];
}

/** Requires a value of `supported`. */
export function oneOf(value: string | undefined, choices: readonly string[], field: string): FieldError[] {
  if (value === undefined || value === '') return [fieldErrors.required(field)];
  return choices.includes(value) ? [] : [fieldErrors.notSupported(field, value, choices)];
}

/** Returns an error per problem of a name format. */
export function complaints(value: string | number, problems: readonly string[], field: string): FieldError[] {
  return problems.map((problem) => fieldErrors.invalid(field, value, problem));
}

/** Refuses a status count above another count. */
export function notAbove<S extends object>(status: S, field: keyof S & string, limit: keyof S & string, limitName: string): FieldError[] {
  const [value, most] = [Number(status[field] ?? 0), Number(status[limit] ?? 0)];
  return value > most ? [fieldErrors.invalid(`status.${field}`, value, `cannot be greater than ${limitName}`)] : [];
}
