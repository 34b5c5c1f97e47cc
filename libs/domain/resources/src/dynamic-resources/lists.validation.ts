import { type FieldError, fieldErrors, goJson } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';

/** Validates each item, or reports only an excessive number. Models `validateSlice`. */
export function validateEach<T>(
  items: readonly T[] | undefined,
  max: number,
  path: string,
  validate: (item: T, path: string) => FieldError[],
): FieldError[] {
  const all = items ?? [];
  if (all.length > max) return [fieldErrors.tooMany(path, all.length, max)];
  return all.flatMap((item, index) => validate(item, `${path}[${index}]`));
}

/** Also refuses duplicate keys. Models `validateSet`. */
export function validateSet<T>(
  items: readonly T[] | undefined,
  max: number,
  path: string,
  rules: { readonly key: (item: T) => string; readonly validate: (item: T, path: string) => FieldError[] },
): FieldError[] {
  const all = items ?? [];
  const keys = all.length > max ? [] : all.map(rules.key);
  return [
    ...validateEach(all, max, path, rules.validate),
    ...keys.flatMap((key, index) => (keys.indexOf(key) < index ? [fieldErrors.duplicate(`${path}[${index}]`, key)] : [])),
  ];
}

/** Requires raw data to be an object of limited size. Models `validateRawExtension`. */
export function validateRawObject(value: unknown, bytesMax: number, path: string): FieldError[] {
  if (value === undefined || value === null) return [fieldErrors.required(path)];
  if (utf8Length(goJson(value)) > bytesMax) return [fieldErrors.tooLong(path, bytesMax)];
  const isObject = typeof value === 'object' && !Array.isArray(value);
  return isObject ? [] : [fieldErrors.invalid(path, '<value omitted>', 'must be a valid JSON object')];
}
