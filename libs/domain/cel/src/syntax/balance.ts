import type { Expression } from './expression.ts';
import type { Token } from './token.ts';

/** Joins the terms of a chain of `&&` or `||` into a balanced tree, which bounds its depth. Models cel-go's `balancingLogicManager`. */
export function balance(
  terms: readonly Expression[],
  signs: readonly Token[],
  join: (sign: Token, left: Expression, right: Expression) => Expression,
): Expression {
  const build = (low: number, high: number): Expression => {
    const middle = Math.floor((low + high + 1) / 2);
    const left = middle === low ? (terms[middle] as Expression) : build(low, middle - 1);
    const right = middle === high ? (terms[middle + 1] as Expression) : build(middle + 1, high);
    return join(signs[middle] as Token, left, right);
  };
  return signs.length === 0 ? (terms[0] as Expression) : build(0, signs.length - 1);
}
