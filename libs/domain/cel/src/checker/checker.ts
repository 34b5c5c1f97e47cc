import type {
  Call,
  Comprehension,
  Expression,
  Identifier,
  ListExpression,
  MapExpression,
  Select,
  StructExpression,
} from '../syntax/expression.ts';
import type { SourceError } from '../syntax/source.ts';
import { mostGeneral, Substitutions } from '../types/assignability.ts';
import {
  BOOL,
  type CelType,
  DYN,
  ERROR,
  formatArguments,
  formatType,
  INT,
  isDyn,
  isOptional,
  listOf,
  mapOf,
  optionalOf,
  STRING,
  sameType,
  typeParam,
} from '../types/type.ts';
import { TypeValue } from '../values/value.ts';
import { type Declarations, Scopes } from './environment.ts';
import type { FunctionDeclaration } from './function.ts';
import { instantiate } from './instantiate.ts';
import { Mistakes } from './mistakes.ts';
import { NAMED_TYPES } from './named-types.ts';
import { literalType, qualifiedName, withoutDot } from './names.ts';

/** Sets the type of each node and the overloads of each call. Returns type errors. Models cel-go `checker.Check`. */
export function check(expression: Expression, declarations: Declarations): SourceError[] {
  const checker = new Checker(declarations);
  return checker.run(expression);
}

class Checker {
  readonly #declarations: Declarations;
  readonly #scopes: Scopes;
  readonly #types = new Substitutions();
  readonly #mistakes = new Mistakes();
  readonly #nodes: Expression[] = [];
  #freeParams = 0;

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
    this.#scopes = new Scopes(declarations.variables);
  }

  run(expression: Expression): SourceError[] {
    this.#check(expression);
    for (const node of this.#nodes) node.type = this.#types.resolve(node.type as CelType, true);
    return this.#mistakes.errors;
  }

  #check(node: Expression): CelType {
    const type = this.#typeOf(node);
    node.type = type;
    this.#nodes.push(node);
    return type;
  }

  #typeOf(node: Expression): CelType {
    switch (node.kind) {
      case 'literal':
        return literalType(node.value);
      case 'identifier':
        return this.#checkIdentifier(node);
      case 'select':
        return this.#checkSelect(node);
      case 'call':
        return node.name === '_?._' ? this.#checkOptionalSelect(node) : this.#checkCall(node);
      case 'list':
        return this.#checkList(node);
      case 'map':
        return this.#checkMap(node);
      case 'struct':
        return this.#checkStruct(node);
      case 'comprehension':
        return this.#checkComprehension(node);
    }
  }

  #checkIdentifier(node: Identifier): CelType {
    const name = withoutDot(node.name);
    const type = this.#scopes.find(name);
    if (type !== undefined) {
      node.name = name;
      return type;
    }
    const namedType = NAMED_TYPES.get(name);
    if (namedType === undefined) return this.#mistakes.undeclared(node, node.name);
    node.constant = new TypeValue(namedType.params[0]?.name ?? name);
    return namedType;
  }

  #checkSelect(node: Select): CelType {
    const path = node.testOnly ? undefined : qualifiedName(node);
    const variable = path === undefined ? undefined : this.#scopes.find(withoutDot(path));
    if (variable !== undefined && path !== undefined) {
      node.variable = withoutDot(path);
      return variable;
    }
    const namedType = path === undefined ? undefined : NAMED_TYPES.get(withoutDot(path));
    if (namedType !== undefined) {
      node.constant = new TypeValue(namedType.params[0]?.name ?? '');
      return namedType;
    }
    const type = this.#fieldType(node, node.operand, { field: node.field, optional: false });
    return node.testOnly ? BOOL : this.#types.resolve(type, false);
  }

  #checkOptionalSelect(node: Call): CelType {
    const [operand, field] = node.args as [Expression, Expression];
    if (field.kind !== 'literal' || typeof field.value !== 'string')
      return this.#mistakes.add(node, 'unsupported optional field selection');
    field.type = STRING;
    node.overloads = ['select_optional_field'];
    return this.#types.resolve(this.#fieldType(node, operand, { field: field.value, optional: true }), false);
  }

  #fieldType(node: Expression, operand: Expression, { field, optional }: { field: string; optional: boolean }): CelType {
    const operandType = this.#types.resolve(this.#check(operand), false);
    const isWrapped = isOptional(operandType);
    const target = isWrapped ? (operandType.params[0] as CelType) : operandType;
    const type = this.#fieldOf(node, target, field);
    return isWrapped || optional ? optionalOf(type) : type;
  }

  #fieldOf(node: Expression, target: CelType, field: string): CelType {
    if (target.kind === 'map') return target.params[1] as CelType;
    if (target.kind === 'struct') return this.#declaredField(node, target.name, field);
    if (target.kind === 'param') {
      this.#types.assign(DYN, target);
      return DYN;
    }
    if (!isDyn(target) && target.kind !== 'error')
      this.#mistakes.add(node, `type '${formatType(target)}' does not support field selection`);
    return DYN;
  }

  #declaredField(place: { readonly offset: number }, typeName: string, field: string): CelType {
    const fields = this.#declarations.structs.get(typeName);
    if (fields === undefined) return this.#mistakes.add(place, `unexpected failed resolution of '${typeName}'`);
    return fields.get(field) ?? fields.get(`__${field}__`) ?? this.#mistakes.add(place, `undefined field '${field}'`);
  }

  #checkCall(node: Call): CelType {
    for (const argument of node.args) this.#check(argument);
    if (node.target === undefined) return this.#checkFunction(node, withoutDot(node.name));
    const path = qualifiedName(node.target);
    const qualified = path === undefined ? undefined : withoutDot(`${path}.${node.name}`);
    if (qualified !== undefined && this.#declarations.functions.has(qualified)) {
      node.target = undefined;
      return this.#checkFunction(node, qualified);
    }
    this.#check(node.target);
    return this.#checkFunction(node, node.name);
  }

  #checkFunction(node: Call, name: string): CelType {
    const declaration = this.#declarations.functions.get(name);
    if (declaration === undefined) return this.#mistakes.undeclared(node, node.name);
    node.name = name;
    if (name === '_&&_' || name === '_||_') return this.#checkLogical(node, declaration);
    return this.#resolveOverload(node, declaration);
  }

  #checkLogical(node: Call, declaration: FunctionDeclaration): CelType {
    node.overloads = [declaration.overloads[0]?.id ?? ''];
    let type = BOOL;
    for (const argument of node.args) {
      const foundType = argument.type as CelType;
      if (!this.#types.assign(foundType, BOOL)) type = this.#mistakes.mismatch(argument, BOOL, foundType);
    }
    return type;
  }

  #resolveOverload(node: Call, declaration: FunctionDeclaration): CelType {
    const isMember = node.target !== undefined;
    const operands = node.target === undefined ? node.args : [node.target, ...node.args];
    const types = operands.map((operand) => operand.type as CelType);
    const ids: string[] = [];
    let result: CelType | undefined;
    for (const candidate of declaration.overloads) {
      if (candidate.isMember !== isMember || candidate.params.length !== types.length) continue;
      const signature = instantiate(candidate, () => this.#freeParam());
      if (!this.#types.assignAll(types, signature.params)) continue;
      ids.push(candidate.id);
      const type = this.#types.resolve(signature.result, false);
      if (result === undefined) result = type;
      else if (!isDyn(result) && !sameType(type, result)) result = DYN;
    }
    if (result === undefined) {
      const operands = types.map((type) => this.#types.resolve(type, true));
      return this.#mistakes.add(node, `found no matching overload for '${node.name}' applied to '${formatArguments(operands, isMember)}'`);
    }
    node.overloads = ids;
    return result;
  }

  #checkList(node: ListExpression): CelType {
    let joinedType: CelType | undefined;
    for (const [index, element] of node.elements.entries()) {
      const type = this.#check(element);
      joinedType = this.#join(joinedType, node.optional.has(index) ? this.#unwrap(element, type) : type);
    }
    return listOf(joinedType ?? this.#freeParam());
  }

  #checkMap(node: MapExpression): CelType {
    let keyType: CelType | undefined;
    let valueType: CelType | undefined;
    for (const { key, value, optional } of node.entries) {
      keyType = this.#join(keyType, this.#check(key));
      const type = this.#check(value);
      valueType = this.#join(valueType, optional ? this.#unwrap(value, type) : type);
    }
    return mapOf(keyType ?? this.#freeParam(), valueType ?? this.#freeParam());
  }

  #unwrap(node: Expression, type: CelType): CelType {
    if (isOptional(type)) return type.params[0] as CelType;
    if (!isDyn(type)) this.#mistakes.mismatch(node, optionalOf(type), type);
    return type;
  }

  /** Mixed types join to dyn; literals are validated later. */
  #join(previous: CelType | undefined, type: CelType): CelType {
    if (previous === undefined) return type;
    if (this.#types.assign(previous, type)) return mostGeneral(previous, type);
    return DYN;
  }

  #checkStruct(node: StructExpression): CelType {
    const typeName = withoutDot(node.typeName);
    const fields = this.#declarations.structs.get(typeName);
    if (fields === undefined) return this.#mistakes.undeclared(node, node.typeName);
    for (const field of node.fields) {
      const type = this.#check(field.value);
      const value = field.optional ? this.#unwrap(field.value, type) : type;
      const expectedType = this.#declaredField(field, typeName, field.name);
      if (!this.#types.assign(expectedType, value)) this.#mistakes.wrongField(field, expectedType, value);
    }
    return { kind: 'struct', name: typeName, params: [] };
  }

  #checkComprehension(node: Comprehension): CelType {
    this.#check(node.range);
    const accumulatedType = this.#check(node.initial);
    const range = this.#types.resolve(node.range.type as CelType, false);
    const variables = this.#loopVariables(node, range);
    let result: CelType = ERROR;
    this.#scopes.within([[node.accumulator, accumulatedType]], () => {
      this.#scopes.within(variables, () => {
        this.#expect(node.condition, BOOL, this.#check(node.condition));
        this.#expect(node.step, accumulatedType, this.#check(node.step));
      });
      result = this.#check(node.result);
    });
    return this.#types.resolve(result, false);
  }

  #loopVariables(node: Comprehension, range: CelType): [string, CelType][] {
    const [key, value] = this.#rangeTypes(node, range);
    if (node.variable2 === undefined) return [[node.variable, range.kind === 'list' ? value : key]];
    return [
      [node.variable, key],
      [node.variable2, value],
    ];
  }

  #rangeTypes(node: Comprehension, range: CelType): readonly [CelType, CelType] {
    if (range.kind === 'list') return [INT, range.params[0] as CelType];
    if (range.kind === 'map') return [range.params[0] as CelType, range.params[1] as CelType];
    if (range.kind === 'dyn' || range.kind === 'error' || range.kind === 'param') {
      this.#types.assign(DYN, range);
      return [DYN, DYN];
    }
    this.#mistakes.notIterable(node.range, range);
    return [ERROR, ERROR];
  }

  #expect(node: Expression, expectedType: CelType, actual: CelType): void {
    if (!this.#types.assign(expectedType, actual)) this.#mistakes.mismatch(node, expectedType, actual);
  }

  #freeParam(): CelType {
    this.#freeParams += 1;
    return typeParam(`_var${this.#freeParams - 1}`);
  }
}
