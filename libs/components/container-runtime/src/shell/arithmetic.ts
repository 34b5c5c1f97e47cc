import { ShellSyntaxError } from './scanner.ts';

const TOKEN = /\s*([A-Za-z_]\w*|0[xX][0-9a-fA-F]+|\d+|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>!~&|^?:(),=])/y;
/** Binary operators, the loosest first. */
const LEVELS = [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '<=', '>', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];

/** Evaluates the inside of `$((…))`, on integers. Throws ShellSyntaxError. Assignment is not known to it yet. */
export function arithmetic(expression: string, variable: (name: string) => string): number {
  const tokens = tokenize(expression);
  if (tokens.length === 0) return 0;
  let at = 0;
  const take = (token: string) => tokens[at] === token && ++at > 0;
  const fail = () => new ShellSyntaxError('arithmetic syntax error');

  const primary = (): number => {
    if (take('-')) return -primary();
    if (take('+')) return primary();
    if (take('!')) return primary() === 0 ? 1 : 0;
    if (take('~')) return ~primary();
    if (take('(')) {
      const value = conditional();
      if (!take(')')) throw fail();
      return value;
    }
    const token = tokens[at++];
    if (token === undefined) throw fail();
    if (/^\d/.test(token)) return Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw fail();
    return Math.trunc(Number(variable(token) || '0')) || 0;
  };
  const binary = (level: number): number => {
    const operators = LEVELS[level];
    if (operators === undefined) return primary();
    let left = binary(level + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at += 1;
      left = apply(operator, left, binary(level + 1));
    }
    return left;
  };
  const conditional = (): number => {
    const condition = binary(0);
    if (!take('?')) return condition;
    const yes = conditional();
    if (!take(':')) throw fail();
    const no = conditional();
    return condition === 0 ? no : yes;
  };

  const value = conditional();
  if (at < tokens.length) throw fail();
  return value;
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trim();
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new ShellSyntaxError('arithmetic syntax error');
    tokens.push(token);
  }
  return tokens;
}

function apply(operator: string, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new ShellSyntaxError('divide by zero');
  const operations: Record<string, () => number | boolean> = {
    '||': () => left !== 0 || right !== 0,
    '&&': () => left !== 0 && right !== 0,
    '|': () => left | right,
    '^': () => left ^ right,
    '&': () => left & right,
    '==': () => left === right,
    '!=': () => left !== right,
    '<': () => left < right,
    '<=': () => left <= right,
    '>': () => left > right,
    '>=': () => left >= right,
    '<<': () => left << right,
    '>>': () => left >> right,
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => Math.trunc(left / right),
    '%': () => left % right,
  };
  return Number(operations[operator]?.() ?? 0);
}
