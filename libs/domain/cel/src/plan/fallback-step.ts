import { CelError, NO_SUCH_OVERLOAD, OptionalValue } from '../values/value.ts';
import type { Step } from './model.ts';

/** Evaluates `or` and `orValue`: the other side only where the optional is empty, and without a cost of their own. */
export function fallbackStep(optional: Step, otherwise: Step, name: 'or' | 'orValue'): Step {
  return {
    evaluate: (frame) => {
      const value = optional.evaluate(frame);
      if (value instanceof CelError) return value;
      if (!(value instanceof OptionalValue)) return NO_SUCH_OVERLOAD;
      if (value.value === undefined) return otherwise.evaluate(frame);
      return name === 'or' ? value : value.value;
    },
  };
}
