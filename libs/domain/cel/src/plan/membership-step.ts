import { LiteralMap } from '../values/map-value.ts';
import { CelError, ListValue, Uint, type Value } from '../values/value.ts';
import type { Step } from './model.ts';
import { constantStep } from './step.ts';

/** Evaluates `x in [constants]` by a look-up, which costs nothing beside `x`; undefined for other lists. */
export function membershipStep(item: Step, list: Value): Step | undefined {
  if (!(list instanceof ListValue)) return undefined;
  if (list.size === 0) return constantStep(false);
  const values = list.values();
  if (!values.every(isPrimitive)) return undefined;
  const literals = new LiteralMap(values.map((value) => [value, true]));
  return {
    evaluate: (frame) => {
      const value = item.evaluate(frame);
      return value instanceof CelError ? value : isPrimitive(value) && literals.find(value) !== undefined;
    },
  };
}

function isPrimitive(value: Value): boolean {
  return value === null ? false : typeof value !== 'object' || value instanceof Uint;
}
