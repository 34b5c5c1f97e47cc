/** Returns how many of `values` from `start` fit into `bytesMax`; at least one, so that readers progress. */
export function countThatFits<T>(
  values: readonly T[],
  { start, bytesMax, bytesOf }: { start: number; bytesMax: number; bytesOf: (value: T) => number },
): number {
  let bytes = 0;
  let count = 0;
  for (let index = start; index < values.length; index++) {
    bytes += bytesOf(values[index] as T);
    if (count > 0 && bytes > bytesMax) break;
    count += 1;
  }
  return count;
}
