import { utf8Length } from '@klockwork/kernel';

const sizes = new WeakMap<object, number>();

/** Returns the size of `value` as UTF-8 JSON in bytes. Cached for frozen objects. */
function jsonSize(value: object): number {
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const size = utf8Length(JSON.stringify(value));
  if (Object.isFrozen(value)) sizes.set(value, size);
  return size;
}

/** Returns how many of `values` from `start` fit into `bytesMax`; at least one, so that readers progress. */
export function countThatFits(values: readonly object[], start: number, bytesMax: number): number {
  let bytes = 0;
  let count = 0;
  for (let index = start; index < values.length; index++) {
    bytes += jsonSize(values[index] as object);
    if (count > 0 && bytes > bytesMax) break;
    count += 1;
  }
  return count;
}
