import { type ArithmeticScope, arithmetic } from './arithmetic.ts';
import type { ArrayValue } from './array-value.ts';
import type { ParameterPart } from './ast.ts';

/** Parameters and arrays of a shell. */
interface Lists {
  /** `$@` */
  readonly positional: readonly string[];
  array(name: string): ArrayValue | undefined;
}

/** Texts of `$@`, `$*`, `${name[@]}`, `${name[*]}` and `${!name[@]}`; undefined for a parameter that is one text. */
export function listOf({ name, subscript, operator }: ParameterPart, { positional, array }: Lists): readonly string[] | undefined {
  if (subscript === undefined) return name === '@' || name === '*' ? positional : undefined;
  if (typeof subscript !== 'string') return undefined;
  const elements = array(name);
  return (operator === 'keys' ? elements?.keys() : elements?.values()) ?? [];
}

/** Key of an expanded subscript: text, or index; negative indexes count from the end. */
export function elementKey(array: ArrayValue | undefined, subscript: string, scope: ArithmeticScope): string {
  if (array?.isAssociative) return subscript;
  const index = Number(arithmetic(subscript, scope));
  return String(index < 0 ? (array?.end ?? 0) + index : index);
}
