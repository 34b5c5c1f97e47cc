import type { Value } from '../values/value.ts';
import type { Step } from './model.ts';

export function constantStep(value: Value): Step {
  return { constant: value, evaluate: () => value };
}

export function isConstant(step: Step): boolean {
  return step.constant !== undefined;
}
