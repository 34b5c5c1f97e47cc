import { goJson } from './go-json.ts';
import { goType } from './go-types.ts';
import { unifiedDiff } from './unified-diff.ts';

/** A value of one of upstream's internal types as a refusal shows it: with the names of Go, and with what is not given. */
export function internalValue(type: string, value: object): object {
  return JSON.parse(goJson(goType(type), value));
}

/**
 * What differs between two values of one of upstream's internal types, as the refusal of an update prints it: `-` was, `+` is asked for.
 * Models `Diff` of `apimachinery/pkg/util/diff`. `type` is the type's name: `PodSpec`.
 */
export function internalDiff(type: string, previous: object, next: object): string {
  const shape = goType(type);
  return unifiedDiff(goJson(shape, previous), goJson(shape, next));
}
