import { type FieldError, fieldErrors, goJson, utf8Length } from '@klockwork/api-machinery';

/** Judges each of a list that is not too long; of one that is, only that is told. Models `validateSlice`. */
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

/** The same, and no key may come twice. Models `validateSet`. */
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

/** Judges data of any form: there, an object, and not too large. Models `validateRawExtension`. */
export function validateRawObject(value: unknown, bytesMax: number, path: string): FieldError[] {
  if (value === undefined || value === null) return [fieldErrors.required(path)];
  if (utf8Length(goJson(value)) > bytesMax) return [fieldErrors.tooLong(path, bytesMax)];
  const isObject = typeof value === 'object' && !Array.isArray(value);
  return isObject ? [] : [fieldErrors.invalid(path, '<value omitted>', 'must be a valid JSON object')];
}
