import { typeName } from '../values/describe.ts';
import { LiteralMap } from '../values/map-value.ts';
import { CelError, isMapValue, ListValue, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import type { Step } from './model.ts';

/** Steps and slots of a comprehension. */
export interface Fold {
  readonly range: Step;
  readonly initial: Step;
  readonly condition: Step;
  readonly step: Step;
  readonly result: Step;
  readonly accumulator: number;
  readonly variable: number;
  readonly variable2: number | undefined;
}

/** Evaluates a comprehension. */
export function foldStep(fold: Fold): Step {
  return {
    evaluate: (frame) => {
      const range = fold.range.evaluate(frame);
      if (range instanceof CelError) return range;
      frame.slots[fold.accumulator] = startAccumulator(fold.initial.evaluate(frame));
      if (range instanceof ListValue) foldList(fold, frame, range);
      else if (isMap(range)) foldMap(fold, frame, range);
      else return new CelError(`got '${typeName(range)}', expected iterable type`);
      return finish(fold.result.evaluate(frame));
    },
  };
}

function isMap(value: Value): value is Extract<Value, { isMap: true }> {
  return typeof value === 'object' && value !== null && isMapValue(value);
}

function foldList(fold: Fold, frame: Frame, range: ListValue): void {
  for (let index = 0; index < range.size; index += 1) {
    if (fold.variable2 === undefined) frame.slots[fold.variable] = range.at(index);
    else {
      frame.slots[fold.variable] = BigInt(index);
      frame.slots[fold.variable2] = range.at(index);
    }
    if (!iterate(fold, frame)) return;
  }
}

function foldMap(fold: Fold, frame: Frame, range: Extract<Value, { isMap: true }>): void {
  for (const key of range.keys()) {
    frame.slots[fold.variable] = key;
    if (fold.variable2 !== undefined) frame.slots[fold.variable2] = range.find(key) as Value;
    if (!iterate(fold, frame)) return;
  }
}

/** Runs one round; false ends the loop. */
function iterate(fold: Fold, frame: Frame): boolean {
  if (fold.condition.evaluate(frame) === false) return false;
  frame.slots[fold.accumulator] = fold.step.evaluate(frame);
  return true;
}

/** Empty lists and maps grow in place. */
function startAccumulator(initial: Value): Value {
  if (initial instanceof ListValue && initial.size === 0) return ListValue.accumulator();
  if (initial instanceof LiteralMap && initial.size === 0) {
    const map = new LiteralMap([]);
    map.isAccumulator = true;
    return map;
  }
  return initial;
}

function finish(result: Value): Value {
  if (result instanceof ListValue || result instanceof LiteralMap) result.isAccumulator = false;
  return result;
}
