import { jsonBytes } from '@klockwork/bus';

/** Returns how many of `values` from `start` fit into `bytesMax`; at least one, so that readers progress. */
export function countThatFits(values: readonly object[], start: number, bytesMax: number): number {
  let bytes = 0;
  let count = 0;
  for (let index = start; index < values.length; index++) {
    bytes += jsonBytes(values[index]);
    if (count > 0 && bytes > bytesMax) break;
    count += 1;
  }
  return count;
}
