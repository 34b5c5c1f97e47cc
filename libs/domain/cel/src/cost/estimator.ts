import type { Call, Comprehension, Expression, ListExpression, MapExpression, Select } from '../syntax/expression.ts';
import type { CelType } from '../types/type.ts';
import type { Value } from '../values/value.ts';
import { type CallEstimate, libraryEstimate } from './call-estimate.ts';
import { add, type Estimate, fixed, multiply, type Operand, type SizeOf, UNBOUNDED, UNKNOWN, union } from './estimate.ts';
import { countCodePoints } from './sizes.ts';
import { standardEstimate } from './standard-estimate.ts';

/** Sizes of the entries of a container. */
interface EntrySizes {
  readonly container: 'list' | 'map';
  readonly key: Estimate;
  readonly value: Estimate;
}

interface LocalVariable {
  readonly path: readonly string[];
  readonly size: Estimate | undefined;
  readonly entries: EntrySizes | undefined;
}

const EMPTY: Estimate = { min: UNBOUNDED, max: 0 };
const LIST_COST = fixed(10);
const MAP_COST = fixed(30);
const STRUCT_COST = fixed(40);

/** Estimates the cost of a checked expression. Models cel-go `checker.Cost` with Kubernetes' options. */
export function estimateCost(expression: Expression, sizeOf: SizeOf): Estimate {
  return new Estimator(sizeOf).cost(expression);
}

class Estimator {
  readonly #sizeOf: SizeOf;
  readonly #paths = new Map<Expression, readonly string[]>();
  readonly #sizes = new Map<Expression, Estimate>();
  readonly #entries = new Map<Expression, EntrySizes>();
  readonly #locals = new Map<string, LocalVariable[]>();

  constructor(sizeOf: SizeOf) {
    this.#sizeOf = sizeOf;
  }

  cost(node: Expression): Estimate {
    switch (node.kind) {
      case 'literal':
        return fixed(0);
      case 'identifier':
        this.#paths.set(node, this.#local(node.name)?.path ?? [node.name]);
        return fixed(1);
      case 'select':
        return this.#selectCost(node);
      case 'call':
        return this.#callCost(node);
      case 'list':
        return this.#listCost(node);
      case 'map':
        return this.#mapCost(node);
      case 'struct':
        return add(STRUCT_COST, ...node.fields.map((field) => this.cost(field.value)));
      case 'comprehension':
        return isBinding(node) ? this.#bindingCost(node) : this.#comprehensionCost(node);
    }
  }

  #selectCost(node: Select): Estimate {
    const name = node.variable ?? (node.constant === undefined ? undefined : node.field);
    if (name !== undefined) {
      this.#paths.set(node, [name]);
      return fixed(1);
    }
    const operand = this.cost(node.operand);
    if (node.testOnly) return operand;
    this.#paths.set(node, [...this.#pathOf(node.operand), node.field]);
    const { kind } = node.operand.type as CelType;
    return kind === 'map' || kind === 'struct' || kind === 'param' ? add(operand, fixed(1)) : operand;
  }

  #callCost(node: Call): Estimate {
    if (node.name === 'dyn') return this.#dynCost(node, node.args[0] as Expression);
    const costs = node.args.map((argument) => this.cost(argument));
    const args = node.args.map((argument) => this.#operand(argument));
    const targetCost = node.target === undefined ? fixed(0) : this.cost(node.target);
    const target = node.target === undefined ? undefined : this.#operand(node.target);
    let cost = EMPTY;
    let size: Estimate | undefined;
    for (const overload of node.overloads ?? []) {
      const estimate = this.#overloadCost(node, { overload, target, args, sizeOf: this.#sizeOf, costs });
      cost = union(cost, estimate.cost);
      if (estimate.size !== undefined) size = size === undefined ? estimate.size : union(size, estimate.size);
      size = this.#indexedSize(node, overload, size) ?? this.#size(node);
    }
    if (size !== undefined) this.#sizes.set(node, size);
    return add(targetCost, cost);
  }

  /** An index has the size of the entries. */
  #indexedSize(node: Call, overload: string, size: Estimate | undefined): Estimate | undefined {
    const item = overload === 'index_list' ? '@items' : overload === 'index_map' ? '@values' : undefined;
    if (item === undefined) return size;
    const container = node.args[0] as Expression;
    this.#paths.set(node, [...this.#pathOf(container), item]);
    return this.#entriesOf(container)?.value;
  }

  #dynCost(node: Call, argument: Expression): Estimate {
    const cost = this.cost(argument);
    this.#copySizes(node, argument);
    return add(fixed(1), cost);
  }

  #overloadCost(node: Call, call: Parameters<typeof libraryEstimate>[1] & { readonly costs: readonly Estimate[] }): CallEstimate {
    const library = libraryEstimate(node.name, call);
    if (library !== undefined) return { cost: add(library.cost, ...call.costs), size: library.size };
    this.#joinEntries(node, call.overload);
    return standardEstimate(call);
  }

  /** A choice and a concatenation have the entries of both operands. */
  #joinEntries(node: Call, overload: string): void {
    const operands = overload === 'conditional' ? node.args.slice(1) : overload.startsWith('add_') ? node.args : [];
    const [first, second] = operands.map((operand) => this.#entriesOf(operand));
    if (first === undefined || second === undefined) return;
    this.#entries.set(node, { container: first.container, key: union(first.key, second.key), value: union(first.value, second.value) });
  }

  #listCost(node: ListExpression): Estimate {
    const costs = node.elements.map((element) => this.cost(element));
    const value = this.#unionOf(node.elements);
    this.#entries.set(node, { container: 'list', key: fixed(1), value });
    return add(LIST_COST, ...costs);
  }

  #mapCost(node: MapExpression): Estimate {
    const costs = node.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]);
    const key = this.#unionOf(node.entries.map((entry) => entry.key));
    const value = this.#unionOf(node.entries.map((entry) => entry.value));
    this.#entries.set(node, { container: 'map', key, value });
    return add(MAP_COST, ...costs);
  }

  #unionOf(nodes: readonly Expression[]): Estimate {
    return nodes.reduce<Estimate>(
      (joinedEstimate, node) => union(joinedEstimate, this.#size(node) ?? UNKNOWN),
      nodes.length === 0 ? fixed(0) : EMPTY,
    );
  }

  #comprehensionCost(node: Comprehension): Estimate {
    const before = add(this.cost(node.range), this.cost(node.initial));
    this.#push(node.accumulator, this.#variableOf(node.initial));
    const names = this.#pushLoopVariables(node);
    const loop = this.cost(node.condition);
    const step = this.cost(node.step);
    for (const name of names) this.#pop(name);
    const result = this.cost(node.result);
    this.#pop(node.accumulator);
    const count = this.#size(node.range) ?? UNKNOWN;
    this.#setComprehensionSize(node, count);
    return add(before, result, multiply(count, add(step, loop)));
  }

  #setComprehensionSize(node: Comprehension, count: Estimate): void {
    if (node.initial.kind === 'literal') {
      const size = this.#size(node.initial);
      if (size !== undefined) this.#sizes.set(node, size);
    } else if (node.initial.kind === 'list' || node.initial.kind === 'map') {
      this.#sizes.set(node, count);
      const entries = this.#entriesOf(node.step);
      if (entries !== undefined) this.#entries.set(node, entries);
    }
  }

  #pushLoopVariables(node: Comprehension): readonly string[] {
    const entries = this.#entriesOf(node.range);
    const isList = (entries?.container ?? (node.range.type as CelType).kind) === 'list';
    const path = this.#pathOf(node.range);
    const key = { path: [...path, isList ? '@indices' : '@keys'], size: entries?.key, entries: undefined };
    const value = { path: [...path, isList ? '@items' : '@values'], size: entries?.value, entries: undefined };
    if (node.variable2 === undefined) {
      this.#push(node.variable, isList ? value : key);
      return [node.variable];
    }
    this.#push(node.variable, key);
    this.#push(node.variable2, value);
    return [node.variable, node.variable2];
  }

  #bindingCost(node: Comprehension): Estimate {
    const before = add(this.cost(node.range), this.cost(node.initial));
    this.#push(node.accumulator, this.#variableOf(node.initial));
    const result = this.cost(node.result);
    this.#pop(node.accumulator);
    this.#copySizes(node, node.result);
    return add(before, result);
  }

  #variableOf(node: Expression): LocalVariable {
    return { path: this.#pathOf(node), size: this.#size(node), entries: this.#entriesOf(node) };
  }

  #operand(node: Expression): Operand {
    const path = this.#pathOf(node);
    const literal = node.kind === 'literal' && typeof node.value === 'bigint' ? node.value : undefined;
    return { type: node.type as CelType, path: isAccumulator(path) ? [] : path, size: this.#size(node), literal };
  }

  #copySizes(to: Expression, from: Expression): void {
    const size = this.#size(from);
    const entries = this.#entriesOf(from);
    if (size !== undefined) this.#sizes.set(to, size);
    if (entries !== undefined) this.#entries.set(to, entries);
  }

  #size(node: Expression): Estimate | undefined {
    const estimate = this.#sizes.get(node) ?? expressionSize(node);
    if (estimate !== undefined) return estimate;
    const declaredEstimate = this.#sizeOf(this.#pathOf(node));
    if (declaredEstimate !== undefined) {
      this.#sizes.set(node, declaredEstimate);
      return declaredEstimate;
    }
    if (isScalar(node.type as CelType)) return fixed(1);
    return node.kind === 'identifier' ? this.#local(node.name)?.size : undefined;
  }

  #entriesOf(node: Expression): EntrySizes | undefined {
    return this.#entries.get(node) ?? (node.kind === 'identifier' ? this.#local(node.name)?.entries : undefined);
  }

  #pathOf(node: Expression): readonly string[] {
    const local = node.kind === 'identifier' ? this.#local(node.name) : undefined;
    return local?.path ?? this.#paths.get(node) ?? [];
  }

  #local(name: string): LocalVariable | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  #push(name: string, variable: LocalVariable): void {
    this.#locals.set(name, [...(this.#locals.get(name) ?? []), variable]);
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop();
  }
}

function isAccumulator([root]: readonly string[]): boolean {
  return root === '@result' || root === '__result__';
}

/** Recognizes the comprehension that only names a value. */
function isBinding({ range, condition }: Comprehension): boolean {
  const isEmpty = range.kind === 'list' && range.elements.length === 0;
  return isEmpty && condition.kind === 'literal' && condition.value === false;
}

function expressionSize(node: Expression): Estimate | undefined {
  if (node.kind === 'literal') return fixed(literalSize(node.value));
  if (node.kind === 'list') return fixed(node.elements.length);
  return node.kind === 'map' ? fixed(node.entries.length) : undefined;
}

function literalSize(value: Value): number {
  if (typeof value === 'string') return countCodePoints(value);
  return value instanceof Uint8Array ? value.length : 1;
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

function isScalar(type: CelType): boolean {
  if (type.kind === 'opaque' && type.name === 'optional_type') return isScalar(type.params[0] as CelType);
  return SCALARS.has(type.kind);
}
