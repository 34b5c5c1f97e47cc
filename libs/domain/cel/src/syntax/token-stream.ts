import type { SourceError } from './source.ts';
import type { Token, TokenKind } from './token.ts';

/** Syntax error that ends parsing. */
export class SyntaxFault extends Error {
  readonly error: SourceError;

  constructor(error: SourceError) {
    super(error.message);
    this.error = error;
  }
}

const PRIMARY = [
  "'['",
  "'{'",
  "'('",
  "'.'",
  "'-'",
  "'!'",
  "'true'",
  "'false'",
  "'null'",
  'NUM_FLOAT',
  'NUM_INT',
  'NUM_UINT',
  'STRING',
  'BYTES',
  'IDENTIFIER',
];
/** Tokens that begin an expression. */
const STARTERS: ReadonlySet<TokenKind> = new Set(PRIMARY.map((kind) => kind.replaceAll("'", '')));
const NAMED: ReadonlySet<TokenKind> = new Set(['EOF', 'IDENTIFIER', 'ESC_IDENTIFIER']);

/** Tokens with look-ahead. Errors use the words of cel-go's generated parser. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  /** Compares the kind of the last token. */
  isAfter(kind: TokenKind): boolean {
    return this.#tokens[this.#position - 1]?.kind === kind;
  }

  skip(count: number): void {
    this.#position += count;
  }

  accept(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.next() : undefined;
  }

  /** Reads a token. `expected` names the tokens that were possible here. */
  expect(kind: TokenKind, expected: string = printed(kind)): Token {
    const token = this.accept(kind);
    if (token !== undefined) return token;
    const next = this.peek();
    if (this.peek(1).kind === kind) throw this.#fault(`extraneous input '${next.text}' expecting ${expected}`);
    const isMissing = (kind === ')' || kind === ']') && next.kind === 'EOF' && expected === printed(kind);
    if (isMissing || (kind === ':' && STARTERS.has(next.kind))) throw this.#fault(`missing '${kind}' at '${next.text}'`);
    throw this.#fault(`mismatched input '${next.text}' expecting ${expected}`);
  }

  /** Reads the name of a field: an identifier or an escaped one. */
  acceptFieldName(): Token {
    const token = this.accept('IDENTIFIER') ?? this.accept('ESC_IDENTIFIER');
    if (token !== undefined) return token;
    const { kind, text } = this.peek();
    if (kind === 'true' || kind === 'false' || kind === 'null') throw this.#fault(`mismatched input '${text}' expecting IDENTIFIER`);
    throw this.#fault(`no viable alternative at input '.${kind === 'EOF' ? '' : text}'`);
  }

  expectEnd(): void {
    const token = this.peek();
    if (token.kind === 'EOF') return;
    const verb = this.peek(1).kind === 'EOF' ? 'extraneous' : 'mismatched';
    throw this.#fault(`${verb} input '${token.text}' expecting <EOF>`);
  }

  /** Returns the error of a token that cannot begin an expression; `end` may stand there as well. */
  mismatch(end?: string): SyntaxFault {
    const possible = end === undefined ? PRIMARY : [...PRIMARY.slice(0, 3), `'${end}'`, ...PRIMARY.slice(3)];
    const verb = this.peek().kind !== 'EOF' && STARTERS.has(this.peek(1).kind) ? 'extraneous' : 'mismatched';
    return this.#fault(`${verb} input '${this.peek().text}' expecting {${possible.join(', ')}}`);
  }

  #fault(message: string): SyntaxFault {
    return new SyntaxFault({ offset: this.peek().offset, message: `Syntax error: ${message}` });
  }
}

function printed(kind: TokenKind): string {
  return NAMED.has(kind) ? kind : `'${kind}'`;
}
