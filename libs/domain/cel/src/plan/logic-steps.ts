import { runtimeCost } from '../cost/runtime-cost.ts';
import { equal } from '../values/equality.ts';
import { CelError, overloadError, type Value } from '../values/value.ts';
import type { Step } from './model.ts';

/** Evaluates `&&`: false wins over an error on either side. */
export function conjunctionStep(left: Step, right: Step): Step {
  return logicStep(left, right, false);
}

/** Evaluates `||`: true wins over an error on either side. */
export function disjunctionStep(left: Step, right: Step): Step {
  return logicStep(left, right, true);
}

function logicStep(left: Step, right: Step, decisive: boolean): Step {
  return {
    evaluate: (frame) => {
      const first = left.evaluate(frame);
      if (first === decisive) return decisive;
      const second = right.evaluate(frame);
      if (second === decisive) return decisive;
      if (first !== !decisive) return overloadError(first);
      return second === !decisive ? !decisive : overloadError(second);
    },
  };
}

/** Evaluates `==`, or `!=` where `expected` is false. */
export function equalityStep(left: Step, right: Step, expected: boolean): Step {
  const cost = runtimeCost(expected ? '_==_' : '_!=_', expected ? 'equals' : 'not_equals');
  return {
    evaluate: (frame) => {
      const first = left.evaluate(frame);
      const second = right.evaluate(frame);
      const result = compareStrictly(first, second, expected);
      frame.charge(typeof cost === 'number' ? cost : cost([first, second], result));
      return result;
    },
  };
}

function compareStrictly(first: Value, second: Value, expected: boolean): Value {
  if (first instanceof CelError) return first;
  return second instanceof CelError ? second : equal(first, second) === expected;
}
