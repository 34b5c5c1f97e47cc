import { compare } from './compare.ts';
import { formatComparison } from './format-comparison.ts';
import { goType } from './go-types.ts';
import { layOut } from './text-node.ts';

/**
 * What differs between two values of one of upstream's internal types, as the refusal of an update prints it: `-` was, `+` is asked for.
 * Models `cmp.Diff` of `github.com/google/go-cmp`. `type` is the type's name: `PodSpec`.
 */
export function internalDiff(type: string, previous: object, next: object): string {
  return layOut(formatComparison(compare(goType(type), previous, next)));
}
