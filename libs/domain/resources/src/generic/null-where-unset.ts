/**
 * Sets absent fields to null that upstream's type cannot omit: lists without `omitempty`, times, and pointers. Readers of such fields treat
 * null as absent.
 */
export function nullWhereUnset<T extends object>(struct: T | undefined, ...fields: readonly (keyof T)[]): void {
  if (struct === undefined) return;
  for (const field of fields) (struct as Record<keyof T, unknown>)[field] ??= null;
}
