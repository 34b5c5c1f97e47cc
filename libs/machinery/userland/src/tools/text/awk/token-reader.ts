import { AwkError } from './awk-error.ts';
import type { Token } from './tokens.ts';

export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.ahead(0);
  }

  get place(): number {
    return this.#at;
  }

  /** Resets to an earlier position. */
  rewind(place: number): void {
    this.#at = place;
  }

  ahead(count: number): Token {
    return (this.#tokens[this.#at + count] ?? this.#tokens.at(-1)) as Token;
  }

  take(): Token {
    const token = this.token;
    this.#at += 1;
    return token;
  }

  /** Returns whether the next token is this operator or keyword. */
  is(text: string, count = 0): boolean {
    const { kind, text: writtenText } = this.ahead(count);
    return (kind === 'operator' || kind === 'keyword') && writtenText === text;
  }

  /** Consumes the next token if equal. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  /** Consumes a name; fails otherwise. */
  name(): string {
    if (this.token.kind !== 'name' && this.token.kind !== 'function-name') this.fail();
    return this.take().text;
  }

  skipNewlines(): void {
    while (this.token.kind === 'newline') this.#at += 1;
  }

  /** Newlines and semicolons, which may follow a statement in any number. */
  skipEnds(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.#at += 1;
  }

  fail(): never {
    const { kind, text, line } = this.token;
    throw new AwkError('syntax error', line, { near: kind === 'newline' || kind === 'end' ? 'end of line' : text });
  }
}
