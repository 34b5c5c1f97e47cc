import { Regex } from '../../regex/regex.ts';
import type { Call, Command } from '../call.ts';

/** `expr EXPRESSION`: status 1 for an empty or 0 result, else 0; 2 for an invalid expression. */
export const expr: Command = async (call) => {
  try {
    const parser = new ExprParser(call.args);
    const result = parser.parse();
    await call.print(`${result}\n`);
    return result === '' || result === '0' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    await refuse(call, error);
    return 2;
  }
};

async function refuse(call: Call, { message }: ExprError): Promise<void> {
  if (message === 'missing operand') await call.usage(call.isBusybox ? 'too few arguments' : message);
  else
    await call.complain(
      call.isBusybox ? message.replace(/^syntax error.*/, 'syntax error').replace('non-integer', 'non-numeric') : message,
    );
}

class ExprError extends Error {}

const LEVELS: readonly (readonly string[])[] = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

/** Operators by precedence, the lowest first; all take the left operand first. */
class ExprParser {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  parse(): string {
    if (this.#words.length === 0) throw new ExprError('missing operand');
    const result = this.#level(0);
    const extra = this.#words[this.#at];
    if (extra !== undefined) throw new ExprError(`syntax error: unexpected argument '${extra}'`);
    return result;
  }

  #level(level: number): string {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#operand();
    let left = this.#level(level + 1);
    for (let operator = this.#words[this.#at]; operator !== undefined && operators.includes(operator); operator = this.#words[this.#at]) {
      this.#at += 1;
      left = applied(operator, left, this.#level(level + 1));
    }
    return left;
  }

  #next(): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new ExprError(`syntax error: missing argument after '${this.#words.at(-1)}'`);
    return word;
  }

  #operand(): string {
    const word = this.#next();
    if (word === '(') {
      const inner = this.#level(0);
      if (this.#words[this.#at] !== ')') throw new ExprError(`syntax error: expecting ')' after '${this.#words[this.#at - 1]}'`);
      this.#at += 1;
      return inner;
    }
    if (word === 'length' && this.#at < this.#words.length) return String(this.#operand().length);
    if (word === 'match' && this.#words.length - this.#at >= 2) return matched(this.#operand(), this.#operand());
    if (word === 'index' && this.#words.length - this.#at >= 2) return indexed(this.#operand(), this.#operand());
    if (word === 'substr' && this.#words.length - this.#at >= 3) return cut(this.#operand(), this.#operand(), this.#operand());
    return word;
  }
}

function applied(operator: string, left: string, right: string): string {
  const isNothing = (text: string) => text === '' || text === '0';
  switch (operator) {
    case '|':
      return isNothing(left) ? (right === '' ? '0' : right) : left;
    case '&':
      return isNothing(left) || isNothing(right) ? '0' : left;
    case ':':
      return matched(left, right);
    default:
      return '+-*/%'.includes(operator) ? computed(operator, left, right) : compared(operator, left, right);
  }
}

function integer(text: string): bigint | undefined {
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

function computed(operator: string, left: string, right: string): string {
  const [a, b] = [integer(left), integer(right)];
  if (a === undefined || b === undefined) throw new ExprError('non-integer argument');
  if (b === 0n && (operator === '/' || operator === '%')) throw new ExprError('division by zero');
  const results = { '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b, '%': () => a % b };
  return String(results[operator as keyof typeof results]());
}

function compared(operator: string, left: string, right: string): string {
  const [a, b] = [integer(left), integer(right)];
  const order = a !== undefined && b !== undefined ? Number(a > b) - Number(a < b) : Number(left > right) - Number(left < right);
  const holds = {
    '<': order < 0,
    '<=': order <= 0,
    '=': order === 0,
    '==': order === 0,
    '!=': order !== 0,
    '>=': order >= 0,
    '>': order > 0,
  };
  return holds[operator as keyof typeof holds] ? '1' : '0';
}

/** Anchored match: text of the first group, or match length without a group. */
function matched(text: string, pattern: string): string {
  const regex = new Regex(pattern.replace(/^\^/, ''), { syntax: 'basic' });
  const match = regex.find(text);
  const isAtStart = match?.start === 0;
  const group = match?.groups[1];
  if (pattern.includes('\\(')) return isAtStart && group !== undefined && group[0] >= 0 ? text.slice(group[0], group[1]) : '';
  return isAtStart ? String(match.end) : '0';
}

function indexed(text: string, letters: string): string {
  return String([...text].findIndex((letter) => letters.includes(letter)) + 1);
}

function cut(text: string, from: string, length: string): string {
  const [start, count] = [Number(from), Number(length)];
  return start >= 1 && count >= 1 ? text.slice(start - 1, start - 1 + count) : '';
}
