import type { Call, Command } from './call.ts';
import { isTrueOfFile, isTrueOfFiles } from './file-tests.ts';

const BINARY = /^(?:=|==|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** `test`: POSIX rules by argument count; longer expressions by precedence. */
export const test: Command = (call) => verdict(call, call.args);

/** `[`: test with a closing bracket. */
export const bracket: Command = async (call) => {
  if (call.args.at(-1) === ']') return verdict(call, call.args.slice(0, -1));
  return fail(call, { dash: 'missing ]', ash: 'missing ]', bash: "missing `]'" }[call.dialect]);
};

async function fail(call: Call, message: string): Promise<number> {
  await call.complain(message);
  return 2;
}

class TestError extends Error {
  override readonly name = 'TestError';
}

async function verdict(call: Call, args: readonly string[]): Promise<number> {
  try {
    return new Expression(call, args).evaluate() ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return fail(call, error.message);
  }
}

class Expression {
  readonly #call: Call;
  readonly #args: readonly string[];
  #at = 0;

  constructor(call: Call, args: readonly string[]) {
    this.#call = call;
    this.#args = args;
  }

  evaluate(): boolean {
    const args = this.#args;
    if (args.length === 0) return false;
    if (args.length === 1) return args[0] !== '';
    if (args.length === 3 && BINARY.test(args[1] ?? '')) return this.#binary(args[0] ?? '', args[1] ?? '', args[2] ?? '');
    if (args.length === 4 && args[0] === '!' && BINARY.test(args[2] ?? ''))
      return !this.#binary(args[1] ?? '', args[2] ?? '', args[3] ?? '');
    const value = this.#or();
    if (this.#at < args.length) throw new TestError(this.#tooMany());
    return value;
  }

  #tooMany(): string {
    const rest = this.#args[this.#at] ?? '';
    if (this.#call.dialect === 'bash') return this.#args.length === 3 ? `${this.#args[1]}: binary operator expected` : 'too many arguments';
    return this.#call.dialect === 'dash' ? `${rest}: unexpected operator` : `${rest}: unknown operand`;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#take('-o')) value = this.#and() || value;
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#take('-a')) value = this.#not() && value;
    return value;
  }

  #not(): boolean {
    if (this.#at < this.#args.length - 1 && this.#take('!')) return !this.#not();
    return this.#primary();
  }

  #primary(): boolean {
    const [first, operator, right] = this.#args.slice(this.#at, this.#at + 3);
    if (first === undefined) throw new TestError('argument expected');
    if (operator !== undefined && right !== undefined && BINARY.test(operator)) {
      this.#at += 3;
      return this.#binary(first, operator, right);
    }
    if (first === '(' && operator !== undefined) {
      this.#at += 1;
      const value = this.#or();
      if (!this.#take(')')) throw new TestError('closing paren expected');
      return value;
    }
    if (operator !== undefined && /^-[a-zA-Z]$/.test(first)) {
      this.#at += 2;
      return this.#unary(first, operator);
    }
    this.#at += 1;
    return first !== '';
  }

  #take(word: string): boolean {
    return this.#args[this.#at] === word && ++this.#at > 0;
  }

  #unary(operator: string, value: string): boolean {
    if (operator === '-n') return value !== '';
    if (operator === '-z') return value === '';
    const { dialect, process } = this.#call;
    const isTrue = isTrueOfFile(operator, value, process);
    if (isTrue === undefined)
      throw new TestError(
        { dash: `${operator}: unexpected operator`, ash: `${operator}: unknown operand`, bash: `${operator}: unary operator expected` }[
          dialect
        ],
      );
    return isTrue;
  }

  #binary(left: string, operator: string, right: string): boolean {
    if (operator === '=' || operator === '==') {
      if (operator === '==' && this.#call.dialect === 'dash') throw new TestError(`${left}: unexpected operator`);
      return left === right;
    }
    if (operator === '!=') return left !== right;
    if (operator === '<' || operator === '>') return operator === '<' ? left < right : left > right;
    const files = isTrueOfFiles(operator, left, right, this.#call.files);
    if (files !== undefined) return files;
    const [a, b] = [this.#integer(left), this.#integer(right)];
    return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[operator] ?? false;
  }

  #integer(text: string): bigint {
    if (/^\s*[-+]?\d+\s*$/.test(text)) return BigInt(text.trim().replace(/^\+/, ''));
    throw new TestError(
      { dash: `Illegal number: ${text}`, ash: `invalid number '${text}'`, bash: `${text}: integer expression expected` }[
        this.#call.dialect
      ],
    );
  }
}
