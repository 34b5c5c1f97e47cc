import { typeName } from './describe.ts';
import { CelError, Uint, type Value } from './value.ts';

/** Converts an index of a list to a number. */
export function toIndex(key: Value): number | CelError {
  if (typeof key === 'bigint') return Number(key);
  if (key instanceof Uint) return Number(key.value);
  if (typeof key === 'number') return Number.isInteger(key) ? key : new CelError(`unsupported index value ${key} in list`);
  return new CelError(`unsupported index type '${typeName(key)}' in list`);
}
