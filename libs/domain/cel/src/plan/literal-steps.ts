import { describe } from '../values/describe.ts';
import { LiteralMap } from '../values/map-value.ts';
import { CelError, ListValue, OptionalValue, type Value } from '../values/value.ts';
import type { Step } from './model.ts';

/** Costs of creation; models cel-go `common/cost.go`. */
const LIST_COST = 10;
const MAP_COST = 30;

export function listStep(elements: readonly Step[], optional: ReadonlySet<number>): Step {
  return {
    evaluate: (frame) => {
      const values: Value[] = [];
      for (let index = 0; index < elements.length; index += 1) {
        const value = (elements[index] as Step).evaluate(frame);
        const problem = addElement(values, value, optional.has(index));
        if (problem !== undefined) {
          frame.charge(LIST_COST);
          return problem;
        }
      }
      frame.charge(LIST_COST);
      return new ListValue(values);
    },
  };
}

function addElement(values: Value[], value: Value, isOptional: boolean): CelError | undefined {
  if (value instanceof CelError) return value;
  if (!isOptional) values.push(value);
  else if (!(value instanceof OptionalValue)) {
    return new CelError(`cannot initialize optional list element from non-optional value ${describe(value)}`);
  } else if (value.value !== undefined) values.push(value.value);
  return undefined;
}

export interface EntrySteps {
  readonly key: Step;
  readonly value: Step;
  readonly optional: boolean;
}

export function mapStep(entries: readonly EntrySteps[]): Step {
  return {
    evaluate: (frame) => {
      const map = new LiteralMap([]);
      let result: Value = map;
      for (const { key, value, optional } of entries) {
        const keyValue = key.evaluate(frame);
        const entry = keyValue instanceof CelError ? keyValue : value.evaluate(frame);
        const problem = addEntry(map, [keyValue, entry], optional);
        if (problem !== undefined) {
          result = problem;
          break;
        }
      }
      frame.charge(MAP_COST);
      return result;
    },
  };
}

function addEntry(map: LiteralMap, [key, value]: readonly [Value, Value], isOptional: boolean): CelError | undefined {
  if (value instanceof CelError) return value;
  if (!isOptional) map.set(key, value);
  else if (!(value instanceof OptionalValue)) {
    return new CelError(`cannot initialize optional entry '${describe(key)}' from non-optional value ${describe(value)}`);
  } else if (value.value === undefined) map.delete(key);
  else map.set(key, value.value);
  return undefined;
}
