import type { CelType } from '../types/type.ts';
import type { Value } from '../values/value.ts';

interface ExpressionBase {
  /** Place in the source text, in code units. */
  readonly offset: number;
  /** Type, set by the checker. */
  type?: CelType;
}

export interface Literal extends ExpressionBase {
  readonly kind: 'literal';
  readonly value: Value;
}

export interface Identifier extends ExpressionBase {
  readonly kind: 'identifier';
  name: string;
  /** Value of a constant (a type), set by the checker. */
  constant?: Value;
}

export interface Select extends ExpressionBase {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  /** Marks `has(operand.field)`. */
  readonly testOnly: boolean;
  /** Name of the variable that the whole path turned out to be, set by the checker. */
  variable?: string;
  constant?: Value;
}

export interface Call extends ExpressionBase {
  readonly kind: 'call';
  name: string;
  target?: Expression | undefined;
  readonly args: readonly Expression[];
  /** Ids of the matching overloads, set by the checker. */
  overloads?: string[];
}

export interface ListExpression extends ExpressionBase {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  readonly optional: ReadonlySet<number>;
}

export interface MapEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly optional: boolean;
}

export interface MapExpression extends ExpressionBase {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface StructField {
  readonly offset: number;
  readonly name: string;
  readonly value: Expression;
  readonly optional: boolean;
}

export interface StructExpression extends ExpressionBase {
  readonly kind: 'struct';
  readonly typeName: string;
  readonly fields: readonly StructField[];
}

export interface Comprehension extends ExpressionBase {
  readonly kind: 'comprehension';
  readonly range: Expression;
  readonly variable: string;
  /** Second variable of a two-variable comprehension. */
  readonly variable2?: string | undefined;
  readonly accumulator: string;
  readonly initial: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}

/** Node of a syntax tree whose macros are expanded. */
export type Expression = Literal | Identifier | Select | Call | ListExpression | MapExpression | StructExpression | Comprehension;

/** Name of the accumulator that macros declare; no source text can spell it. */
export const ACCUMULATOR = '@result';
