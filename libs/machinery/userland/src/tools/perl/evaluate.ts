import { piText } from './pi.ts';

/** Value of the Perl subset: `bignum` integers are bigints. */
export type PerlValue = number | bigint | string;

/** Expression outside the Perl subset. Its message explains the limit. */
export class PerlError extends Error {
  override readonly name = 'PerlError';
}

/** Max digits of pi: more would block the host. */
const DIGITS_MAX = 20_000;
const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|(\$\w+)|([A-Za-z_]\w*)|(\*\*|[-+*/%.x(),]))/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', e: '\x1b' };
/** Binary operators, loosest first. */
const LEVELS = [
  ['+', '-', '.'],
  ['*', '/', '%', 'x'],
] as const;

interface Token {
  readonly kind: 'value' | 'variable' | 'word' | 'operator' | 'end';
  readonly text: string;
  readonly value: PerlValue;
}

/** Variables and cost of an evaluation. */
export interface Scope {
  readonly isBig: boolean;
  readonly variables: Map<string, PerlValue>;
  /** Accounts for computed digits of pi. */
  spent(digits: number): void;
}

/** Evaluates a list of expressions. Throws PerlError. */
export function evaluateList(text: string, scope: Scope): PerlValue[] {
  return new Evaluator(text, scope).list();
}

/** Value as printed. */
export function valueText(value: PerlValue): string {
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(15))).replace(/e([-+])(\d)$/, 'e$10$2');
}

class Evaluator {
  readonly #text: string;
  readonly #scope: Scope;
  #at = 0;
  #token: Token;

  constructor(text: string, scope: Scope) {
    this.#text = text;
    this.#scope = scope;
    this.#token = this.#next();
  }

  list(): PerlValue[] {
    const values: PerlValue[] = [];
    while (!this.#isAtEnd) {
      values.push(this.#binary(0));
      if (!this.#isAtEnd) this.#expect(',');
    }
    return values;
  }

  #binary(level: number): PerlValue {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    while (this.#token.kind !== 'value' && operators.includes(this.#token.text)) {
      const operator = this.#take().text;
      left = this.#apply(operator, left, this.#binary(level + 1));
    }
    return left;
  }

  #power(): PerlValue {
    if (this.#isNext('-')) {
      this.#take();
      return this.#apply('-', this.#number(0), this.#power());
    }
    const base = this.#primary();
    if (!this.#isNext('**')) return base;
    this.#take();
    return this.#apply('**', base, this.#power());
  }

  #primary(): PerlValue {
    const token = this.#take();
    if (token.kind === 'value') return token.value;
    if (token.kind === 'variable') return this.#scope.variables.get(token.text) ?? '';
    if (token.text === '(') {
      const value = this.#binary(0);
      this.#expect(')');
      return value;
    }
    if (token.kind === 'word' && (token.text === 'bpi' || token.text === 'PI') && this.#scope.isBig) return this.#pi();
    throw new PerlError(`${token.text || 'the end'} is not simulated`);
  }

  #pi(): string {
    let digits = 40;
    if (this.#isNext('(')) {
      this.#take();
      if (!this.#isNext(')')) digits = Number(this.#binary(0));
      this.#expect(')');
    }
    if (!(Number.isInteger(digits) && digits > 0 && digits <= DIGITS_MAX))
      throw new PerlError(`bpi is simulated for 1 to ${DIGITS_MAX} digits`);
    this.#scope.spent(digits);
    return piText(digits);
  }

  #apply(operator: string, left: PerlValue, right: PerlValue): PerlValue {
    if (operator === '.') return valueText(left) + valueText(right);
    if (operator === 'x') return repeated(valueText(left), Number(right));
    const [a, b] = [this.#number(left), this.#number(right)];
    if ((operator === '/' || operator === '%') && Number(b) === 0)
      throw new PerlError(operator === '/' ? 'Illegal division by zero' : 'Illegal modulus zero');
    return typeof a === 'bigint' && typeof b === 'bigint' ? bigResult(operator, a, b) : result(operator, Number(a), Number(b));
  }

  #number(value: PerlValue): number | bigint {
    if (typeof value !== 'string') return this.#scope.isBig && Number.isInteger(value) ? BigInt(value) : value;
    return this.#number(Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0));
  }

  get #isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #isNext(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  #take(): Token {
    const token = this.#token;
    this.#token = this.#next();
    return token;
  }

  #expect(text: string): void {
    if (this.#take().text !== text) throw new PerlError(`"${this.#text.trim()}" is not simulated`);
  }

  #next(): Token {
    if (/^\s*$/.test(this.#text.slice(this.#at))) return { kind: 'end', text: '', value: '' };
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match === null) throw new PerlError(`"${this.#text.slice(this.#at).trim()}" is not simulated`);
    this.#at = TOKEN.lastIndex;
    const [, number, double, single, variable, word, operator] = match;
    if (number !== undefined) return { kind: 'value', text: number, value: this.#number(Number(number)) };
    if (double !== undefined) return { kind: 'value', text: '', value: this.#interpolated(double) };
    if (single !== undefined) return { kind: 'value', text: '', value: single.replace(/\\([\\'])/g, '$1') };
    if (variable !== undefined) return { kind: 'variable', text: variable, value: '' };
    return word === undefined || word === 'x'
      ? { kind: 'operator', text: operator ?? 'x', value: '' }
      : { kind: 'word', text: word, value: '' };
  }

  #interpolated(text: string): string {
    return text.replace(/\\([\s\S])|\$(\w+)|\$\{(\w+)\}/g, (_, escapedLetter?: string, name?: string, bracedName?: string) =>
      escapedLetter === undefined
        ? valueText(this.#scope.variables.get(`$${name ?? bracedName}`) ?? '')
        : (ESCAPES[escapedLetter] ?? escapedLetter),
    );
  }
}

/** Max length of a text. */
const TEXT_MAX = 1_000_000;

function repeated(text: string, times: number): string {
  if (text.length * times > TEXT_MAX) throw new PerlError(`a text of more than ${TEXT_MAX} characters is not simulated`);
  return text.repeat(Math.max(0, Math.trunc(times) || 0));
}

/** Max bits of a power: more would block the host. */
const BITS_MAX = 1_000_000;

function bigResult(operator: string, a: bigint, b: bigint): PerlValue {
  if (operator === '**' && b >= 0n) {
    if (BigInt(a.toString(2).length) * b > BITS_MAX) throw new PerlError('a number of so many digits is not simulated');
    return a ** b;
  }
  if (operator === '/' && a % b === 0n) return a / b;
  if (operator === '%') return ((a % b) + b) % b;
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  return operator === '*' ? a * b : result(operator, Number(a), Number(b));
}

function result(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '**':
      return a ** b;
    default:
      return ((Math.trunc(a) % Math.trunc(b)) + Math.trunc(b)) % Math.trunc(b);
  }
}
