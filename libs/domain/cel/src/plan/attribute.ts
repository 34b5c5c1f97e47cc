import { CelError, NONE, OptionalValue, overloadError, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import type { Attribute, Qualifier, Step } from './model.ts';

/** Attribute whose root is computed by `root`. */
export class RootedAttribute implements Attribute {
  readonly isFree = false;
  readonly #root: (frame: Frame) => Value;
  readonly #qualifiers: Qualifier[] = [];

  constructor(root: (frame: Frame) => Value) {
    this.#root = root;
  }

  addQualifier(qualifier: Qualifier): void {
    this.#qualifiers.push(qualifier);
  }

  resolve(frame: Frame): Value {
    const root = this.#root(frame);
    if (root instanceof CelError) return root;
    return root instanceof OptionalValue ? this.#resolveOptional(frame, root) : this.#apply(frame, root, 0);
  }

  #resolveOptional(frame: Frame, root: OptionalValue): Value {
    return root.value === undefined ? root : this.#applyIfPresent(frame, root.value, 0);
  }

  #apply(frame: Frame, root: Value, from: number): Value {
    let object = root;
    for (let index = from; index < this.#qualifiers.length; index += 1) {
      const qualifier = this.#qualifiers[index] as Qualifier;
      if (qualifier.isOptional) return this.#applyIfPresent(frame, object, index);
      object = qualifier.qualify(frame, object);
      if (object instanceof CelError) return object;
    }
    return object;
  }

  #applyIfPresent(frame: Frame, root: Value, from: number): Value {
    let object = root;
    for (let index = from; index < this.#qualifiers.length; index += 1) {
      const next = (this.#qualifiers[index] as Qualifier).qualifyIfPresent(frame, object);
      if (next === undefined) return NONE;
      if (next instanceof CelError) return next;
      object = next;
    }
    return new OptionalValue(object);
  }
}

/** Attribute of `condition ? truthy : falsy`; qualifiers go to both. */
export class ConditionalAttribute implements Attribute {
  readonly isFree = true;
  readonly #condition: Step;
  readonly #truthy: Attribute;
  readonly #falsy: Attribute;

  constructor(condition: Step, truthy: Attribute, falsy: Attribute) {
    this.#condition = condition;
    this.#truthy = truthy;
    this.#falsy = falsy;
  }

  addQualifier(qualifier: Qualifier): void {
    this.#truthy.addQualifier(qualifier);
    this.#falsy.addQualifier(qualifier);
  }

  resolve(frame: Frame): Value {
    const condition = this.#condition.evaluate(frame);
    if (condition === true) return this.#truthy.resolve(frame);
    return condition === false ? this.#falsy.resolve(frame) : overloadError(condition);
  }
}

/** Returns the attribute of a step, or one whose root is the step. */
export function attributeOf(step: Step): Attribute {
  return step.attribute ?? new RootedAttribute((frame) => step.evaluate(frame));
}

/** Evaluates an attribute and charges for it. */
export function attributeStep(attribute: Attribute): Step {
  if (attribute.isFree) return { attribute, evaluate: (frame) => attribute.resolve(frame) };
  return {
    attribute,
    evaluate: (frame) => {
      const value = attribute.resolve(frame);
      frame.charge(1);
      return value;
    },
  };
}

/** Evaluates `has(…)`: true, false or an error. Only its qualifiers cost. */
export function presenceStep(attribute: Attribute): Step {
  return {
    attribute,
    evaluate: (frame) => {
      const value = attribute.resolve(frame);
      return value instanceof OptionalValue ? value.value !== undefined : value;
    },
  };
}
