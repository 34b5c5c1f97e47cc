import type { ArithmeticError } from './arithmetic.ts';
import type { Dialect } from './dialect.ts';

/** Shell message for an invalid arithmetic expression. */
export function arithmeticText({ problem, expression }: ArithmeticError, dialect: Dialect): string {
  const isZero = problem === 'zero';
  if (dialect === 'ash') return isZero ? 'divide by zero' : 'arithmetic syntax error';
  if (dialect === 'dash')
    return isZero
      ? `arithmetic expression: division by zero: "${expression}"`
      : `arithmetic expression: expecting primary: "${expression}"`;
  const divisor = /[/%]\s*(\S+)\s*$/.exec(expression)?.[1] ?? expression;
  return isZero
    ? `${expression}: division by 0 (error token is "${divisor}")`
    : `${expression}: syntax error: operand expected (error token is "${expression.trim().slice(-1)} ")`;
}
