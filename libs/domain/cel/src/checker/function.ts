import type { CelType } from '../types/type.ts';
import type { Value } from '../values/value.ts';

/** Computes a result; arguments are never errors unless the function is not strict. */
export type Implementation = (...args: Value[]) => Value;

/** Signature of a function, and its code where the function has none of its own. */
export interface Overload {
  readonly id: string;
  /** For a member the first parameter is the receiver. */
  readonly params: readonly CelType[];
  readonly result: CelType;
  readonly isMember: boolean;
  readonly evaluate?: Implementation | undefined;
}

/** Function of an environment, with its signatures. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
  /** Code of all overloads that have none. */
  readonly evaluate?: Implementation | undefined;
  /** Marks a function whose code itself refuses arguments of wrong types. */
  readonly checksTypes?: boolean;
  /** Marks a function that receives errors. */
  readonly acceptsErrors?: boolean;
}

/** Declares an overload in call form. */
export function overload(id: string, params: readonly CelType[], result: CelType, evaluate?: Implementation): Overload {
  return { id, params, result, isMember: false, evaluate };
}

/** Declares an overload in receiver form. */
export function member(id: string, params: readonly CelType[], result: CelType, evaluate?: Implementation): Overload {
  return { id, params, result, isMember: true, evaluate };
}

/** Joins declarations of the same name, in their order. */
export function mergeFunctions(declarations: readonly FunctionDeclaration[]): ReadonlyMap<string, FunctionDeclaration> {
  const merged = new Map<string, FunctionDeclaration>();
  for (const declaration of declarations) {
    const earlier = merged.get(declaration.name);
    const overloads = [...(earlier?.overloads ?? []), ...declaration.overloads.map((item) => withCode(item, declaration))];
    merged.set(declaration.name, { ...earlier, ...declaration, evaluate: undefined, overloads });
  }
  return merged;
}

function withCode(item: Overload, declaration: FunctionDeclaration): Overload {
  return { ...item, evaluate: item.evaluate ?? declaration.evaluate };
}
