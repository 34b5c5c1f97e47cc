import { goJson } from './go-json.ts';
import { goType } from './go-types.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Returns a value of upstream's internal type for an error message: with Go names and absent fields. */
export function internalValue(type: string, value: object): object {
  return JSON.parse(goJson(goType(type), value));
}

/**
 * Returns the diff of two values of upstream's internal type, for the error of an update: `-` before, `+` after. Models `Diff` of
 * `apimachinery/pkg/util/diff`. `type`: Go name, `PodSpec`.
 */
export function internalDiff(type: string, previous: object, next: object): string {
  const shape = goType(type);
  return unifiedDiff(goJson(shape, previous), goJson(shape, next));
}
