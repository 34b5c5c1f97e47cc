import { describe } from '../values/describe.ts';
import { LiteralMap } from '../values/map-value.ts';
import { CelError, OptionalValue, type Value } from '../values/value.ts';
import type { Step } from './model.ts';

const STRUCT_COST = 40;

/** Object that an expression constructed, such as `Object.spec{…}` or `JSONPatch{…}`. */
class StructValue extends LiteralMap {
  readonly typeName: string;

  constructor(typeName: string) {
    super([]);
    this.typeName = typeName;
  }
}

export interface FieldStep {
  readonly name: string;
  readonly optional: boolean;
  readonly value: Step;
}

export function structStep(typeName: string, fields: readonly FieldStep[]): Step {
  return {
    evaluate: (frame) => {
      const result = new StructValue(typeName);
      for (const field of fields) {
        const problem = setField(result, field, field.value.evaluate(frame));
        if (problem !== undefined) return problem;
      }
      frame.charge(STRUCT_COST);
      return result;
    },
  };
}

function setField(object: StructValue, { name, optional }: FieldStep, value: Value): CelError | undefined {
  if (value instanceof CelError) return value;
  if (!optional) object.set(name, value);
  else if (!(value instanceof OptionalValue)) {
    return new CelError(`cannot initialize optional entry '${name}' from non-optional value ${describe(value)}`);
  } else if (value.value !== undefined) object.set(name, value.value);
  return undefined;
}
