import type { FunctionDeclaration } from '../checker/function.ts';
import { compileRegex } from '../library/regex.ts';
import type { Call, Comprehension, Expression, Identifier, ListExpression, MapExpression, Select } from '../syntax/expression.ts';
import { CelError, type Value } from '../values/value.ts';
import { attributeOf, attributeStep, ConditionalAttribute, presenceStep, RootedAttribute } from './attribute.ts';
import { planCall } from './call-step.ts';
import { fallbackStep } from './fallback-step.ts';
import { foldStep } from './fold-step.ts';
import { Frame } from './frame.ts';
import { listStep, mapStep } from './literal-steps.ts';
import { conjunctionStep, disjunctionStep, equalityStep } from './logic-steps.ts';
import { membershipStep } from './membership-step.ts';
import type { Attribute, Qualifier, Step } from './model.ts';
import { computedQualifier, keyQualifier, presenceQualifier } from './qualifier.ts';
import { constantStep, isConstant } from './step.ts';
import { structStep } from './struct-step.ts';

/** Constant part of an expression failed; the expression is invalid. */
export class PlanError extends Error {}

/** Program with the number of slots that its comprehensions need. */
export interface Plan {
  readonly step: Step;
  readonly slotCount: number;
}

/** Turns a checked expression into a program that tracks its cost. Models cel-go's planner with its optimizations. */
export function plan(expression: Expression, functions: ReadonlyMap<string, FunctionDeclaration>): Plan {
  const planner = new Planner(functions);
  const step = planner.plan(expression);
  return { step, slotCount: planner.slotCount };
}

/** Functions whose constant pattern is compiled with the program. */
const SEARCHES: ReadonlySet<string> = new Set(['find', 'findAll']);
const CONVERSIONS: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'dyn',
  'duration',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
]);

class Planner {
  readonly #functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly #scopes: [name: string, slot: number][] = [];
  slotCount = 0;

  constructor(functions: ReadonlyMap<string, FunctionDeclaration>) {
    this.#functions = functions;
  }

  plan(node: Expression): Step {
    switch (node.kind) {
      case 'literal':
        return constantStep(node.value);
      case 'identifier':
        return this.#planIdentifier(node);
      case 'select':
        return this.#planSelect(node);
      case 'call':
        return this.#planCall(node);
      case 'list':
        return this.#planList(node);
      case 'map':
        return this.#planMap(node);
      case 'struct':
        return structStep(
          node.typeName,
          node.fields.map((field) => ({ name: field.name, optional: field.optional, value: this.plan(field.value) })),
        );
      case 'comprehension':
        return this.#planComprehension(node);
    }
  }

  #planIdentifier(node: Identifier): Step {
    return node.constant === undefined ? this.#variable(node.name) : constantStep(node.constant);
  }

  #variable(name: string): Step {
    const slot = this.#scopes.findLast(([scoped]) => scoped === name)?.[1];
    if (slot !== undefined) return attributeStep(new RootedAttribute((frame) => frame.slots[slot] as Value));
    const missing = new CelError(`no such attribute(s): ${name}`);
    return attributeStep(new RootedAttribute((frame) => frame.bindings[name] ?? (name in frame.bindings ? null : missing)));
  }

  #planSelect(node: Select): Step {
    if (node.constant !== undefined) return constantStep(node.constant);
    if (node.variable !== undefined) return this.#variable(node.variable);
    const operand = this.plan(node.operand);
    if (node.testOnly) return presenceStep(this.#qualified(operand, presenceQualifier(node.field)));
    return extend(operand, this.#qualified(operand, keyQualifier(node.field, false)));
  }

  #qualified(operand: Step, qualifier: Qualifier): Attribute {
    const attribute = attributeOf(operand);
    attribute.addQualifier(qualifier);
    return attribute;
  }

  #planCall(node: Call): Step {
    const operands = node.target === undefined ? node.args : [node.target, ...node.args];
    const steps = operands.map((operand) => this.plan(operand));
    const [first, second, third] = steps as [Step, Step, Step];
    switch (node.name) {
      case '_&&_':
        return conjunctionStep(first, second);
      case '_||_':
        return disjunctionStep(first, second);
      case '_?_:_':
        return attributeStep(new ConditionalAttribute(first, attributeOf(second), attributeOf(third)));
      case '_==_':
        return equalityStep(first, second, true);
      case '_!=_':
        return equalityStep(first, second, false);
      case 'or':
      case 'orValue':
        return fallbackStep(first, second, node.name);
      case '_[_]':
        return this.#planIndex(first, second, false);
      case '_[?_]':
      case '_?._':
        return this.#planIndex(first, second, true);
      default:
        return this.#optimized(node, steps);
    }
  }

  #optimized(node: Call, steps: readonly Step[]): Step {
    const [first, second] = steps;
    if (node.name === '@in' && node.overloads?.[0] === 'in_list' && second !== undefined && isConstant(second)) {
      const membership = membershipStep(first as Step, second.constant as Value);
      if (membership !== undefined) return membership;
    }
    if (SEARCHES.has(node.name) && typeof second?.constant === 'string') requirePattern(second.constant);
    const step = planCall(node, this.#functions.get(node.name) as FunctionDeclaration, steps);
    if (!CONVERSIONS.has(node.name) || steps.length !== 1 || !isConstant(first as Step)) return step;
    return constantStep(fold(step));
  }

  #planIndex(operand: Step, index: Step, optional: boolean): Step {
    const qualifier =
      index.constant === undefined ? computedQualifier(attributeOf(index), optional) : keyQualifier(index.constant, optional);
    return extend(operand, this.#qualified(operand, qualifier));
  }

  #planList(node: ListExpression): Step {
    const elements = node.elements.map((element) => this.plan(element));
    const step = listStep(elements, node.optional);
    return elements.every(isConstant) ? constantStep(fold(step)) : step;
  }

  #planMap(node: MapExpression): Step {
    const entries = node.entries.map(({ key, value, optional }) => ({ key: this.plan(key), value: this.plan(value), optional }));
    const step = mapStep(entries);
    return entries.every(({ key, value }) => isConstant(key) && isConstant(value)) ? constantStep(fold(step)) : step;
  }

  #planComprehension(node: Comprehension): Step {
    const range = this.plan(node.range);
    const initial = this.plan(node.initial);
    const depth = this.#scopes.length;
    const accumulator = this.#slot(node.accumulator);
    const variable = this.#slot(node.variable);
    const variable2 = node.variable2 === undefined ? undefined : this.#slot(node.variable2);
    const condition = this.plan(node.condition);
    const step = this.plan(node.step);
    this.#scopes.length = depth + 1;
    const result = this.plan(node.result);
    this.#scopes.length = depth;
    return foldStep({ range, initial, condition, step, result, accumulator, variable, variable2 });
  }

  #slot(name: string): number {
    this.#scopes.push([name, this.slotCount]);
    this.slotCount += 1;
    return this.slotCount - 1;
  }
}

/** A path that grew keeps its step; a computed root becomes a path. */
function extend(operand: Step, attribute: Attribute): Step {
  return operand.attribute === undefined ? attributeStep(attribute) : operand;
}

function requirePattern(pattern: string): void {
  const regex = compileRegex(pattern);
  if (regex instanceof CelError) throw new PlanError(regex.message);
}

/** Computes a constant step before evaluation. */
function fold(step: Step): Value {
  const value = step.evaluate(new Frame({}, 0, Number.POSITIVE_INFINITY));
  if (value instanceof CelError) throw new PlanError(value.message);
  return value;
}
