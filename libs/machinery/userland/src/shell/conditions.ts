import { Regex } from '../regex/regex.ts';
import { isTrueOfFile, isTrueOfFiles } from '../tools/file-tests.ts';
import { arithmetic } from './arithmetic.ts';
import { ArrayValue } from './array-value.ts';
import type { Condition } from './ast.ts';
import { expandPattern, expandText } from './expand-text.ts';
import type { Io } from './io.ts';
import { compilePattern, matchesPattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import { scopeOf } from './shell-scope.ts';

/** Evaluates `[[ … ]]`. */
export async function evaluateCondition(shell: Shell, condition: Condition, io: Io): Promise<boolean> {
  switch (condition.type) {
    case 'not':
      return !(await evaluateCondition(shell, condition.operand, io));
    case 'and':
      return (await evaluateCondition(shell, condition.left, io)) && evaluateCondition(shell, condition.right, io);
    case 'or':
      return (await evaluateCondition(shell, condition.left, io)) || evaluateCondition(shell, condition.right, io);
    case 'unary':
      return unary(shell, condition.operator, await expandText(condition.operand, scopeOf(shell, io)));
    case 'binary':
      return binary(shell, condition, io);
  }
}

function unary(shell: Shell, operator: string, text: string): boolean {
  if (operator === '-n') return text !== '';
  if (operator === '-z') return text === '';
  if (operator === '-v') return shell.variables.get(text) !== undefined;
  return isTrueOfFile(operator, text, shell.process) ?? false;
}

/** `text =~ expression`: the match and its groups become `BASH_REMATCH`. */
function matchesExpression(shell: Shell, text: string, expression: string): boolean {
  const match = new Regex(expression, { syntax: 'extended' }).find(text);
  const groups = match?.groups.map(([start, end]) => (start < 0 ? '' : text.slice(start, end))) ?? [];
  shell.variables.setArray('BASH_REMATCH', ArrayValue.of(groups));
  return match !== undefined;
}

async function binary(shell: Shell, { operator, left, right }: Condition & { type: 'binary' }, io: Io): Promise<boolean> {
  const scope = scopeOf(shell, io);
  const text = await expandText(left, scope);
  if (operator === '==' || operator === '=' || operator === '!=') {
    return matchesPattern(compilePattern(await expandPattern(right, scope)), text) === (operator !== '!=');
  }
  if (operator === '=~') return matchesExpression(shell, text, await expandPattern(right, scope));
  const other = await expandText(right, scope);
  if (operator === '<' || operator === '>') return operator === '<' ? text < other : text > other;
  const files = isTrueOfFiles(operator, text, other, shell.process.files);
  if (files !== undefined) return files;
  const [a, b] = [BigInt(arithmetic(text, scope)), BigInt(arithmetic(other, scope))];
  return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[operator] ?? false;
}
