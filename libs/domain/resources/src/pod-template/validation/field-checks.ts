import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Upstream's `IsNegativeErrorMsg`. */
export const NOT_NEGATIVE = 'must be greater than or equal to 0';
/** Upstream's `isNotPositiveErrorMsg`. */
export const POSITIVE = 'must be greater than zero';
/** Upstream's `fileModeErrorMsg`. */
const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive';

/** Returns an Invalid error per problem of `format` with `value`. */
export function checkFormat<T>(path: string, value: T, format: (value: T) => readonly string[]): FieldError[] {
  return format(value).map((problem) => fieldErrors.invalid(path, value, problem));
}

/** Required when empty. */
export function checkPresent(path: string, value: string | undefined): FieldError[] {
  return value ? [] : [fieldErrors.required(path)];
}

/** Required when empty, otherwise held to `format`. */
export function checkName(path: string, value: string | undefined, format: (value: string) => readonly string[]): FieldError[] {
  return value ? checkFormat(path, value, format) : [fieldErrors.required(path)];
}

/** Returns Required if empty, NotSupported if not in `supported`. */
export function checkChoice(path: string, value: string | undefined, choices: readonly string[]): FieldError[] {
  return value ? checkSupported(path, value, choices) : [fieldErrors.required(path)];
}

/** Returns NotSupported if present and not in `supported`. */
export function checkSupported(path: string, value: string | undefined | null, choices: readonly string[]): FieldError[] {
  return value === undefined || value === null || choices.includes(value) ? [] : [fieldErrors.notSupported(path, value, choices)];
}

/** Returns Invalid if negative. */
export function checkNotNegative(path: string, value: number | undefined): FieldError[] {
  return (value ?? 0) < 0 ? [fieldErrors.invalid(path, value, NOT_NEGATIVE)] : [];
}

/** Returns Invalid for a value that is no file mode. */
export function checkFileMode(path: string, mode: number | undefined): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [fieldErrors.invalid(path, mode, FILE_MODE)] : [];
}

/** Returns Invalid for an absolute path, or one with `..`. Models `validateLocalDescendingPath`. */
export function checkDescendingPath(path: string, value: string): FieldError[] {
  const absolute = value.startsWith('/') ? [fieldErrors.invalid(path, value, 'must be a relative path')] : [];
  return [...absolute, ...checkNoBacksteps(path, value)];
}

/** Returns Invalid for a path with an element `..`. */
export function checkNoBacksteps(path: string, value: string): FieldError[] {
  return value.split('/').includes('..') ? [fieldErrors.invalid(path, value, "must not contain '..'")] : [];
}

/** {@link checkDescendingPath}, and no leading `..`. Models `ValidateLocalNonReservedPath`. */
export function checkLocalPath(path: string, value: string): FieldError[] {
  const errors = checkDescendingPath(path, value);
  const reserved = value.startsWith('..') && !value.startsWith('../');
  return reserved ? [...errors, fieldErrors.invalid(path, value, "must not start with '..'")] : errors;
}
