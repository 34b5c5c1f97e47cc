const sizes = new WeakMap<object, number>();

/** Returns the size of `value` as UTF-8 JSON in bytes. Cached for frozen objects. */
function jsonSize(value: object): number {
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const size = utf8Length(JSON.stringify(value));
  if (Object.isFrozen(value)) sizes.set(value, size);
  return size;
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // A surrogate pair has two units and four bytes: two per half.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
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
