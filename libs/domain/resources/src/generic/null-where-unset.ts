/**
 * Writes null for fields of a struct that nobody set and that upstream's type has no way to leave out: lists without `omitempty`, moments,
 * and pointers. Readers of such fields take null for absent.
 */
export function nullWhereUnset<T extends object>(struct: T | undefined, ...fields: readonly (keyof T)[]): void {
  if (struct === undefined) return;
  for (const field of fields) (struct as Record<keyof T, unknown>)[field] ??= null;
}
