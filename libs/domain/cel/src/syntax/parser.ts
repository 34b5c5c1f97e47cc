import { balance } from './balance.ts';
import type { Expression, MapEntry, StructField } from './expression.ts';
import { tokenize } from './lexer.ts';
import { readBytes, readDouble, readInt, readString, readUint } from './literals.ts';
import { expandMacro } from './macros.ts';
import type { SourceError } from './source.ts';
import type { LiteralResult, Token } from './token.ts';
import { SyntaxFault, TokenStream } from './token-stream.ts';

/** Limits of cel-go's parser. */
const RECURSION_MAX = 250;
const CODE_POINTS_MAX = 100_000;

const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
const RESERVED: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'false',
  'for',
  'function',
  'if',
  'import',
  'in',
  'let',
  'loop',
  'namespace',
  'null',
  'package',
  'return',
  'true',
  'var',
  'void',
  'while',
]);

/** Result of parsing: a tree without errors, or errors. */
export interface ParseResult {
  readonly expression?: Expression;
  readonly errors: readonly SourceError[];
}

/** Parses an expression and expands its macros. Models cel-go `parser.Parse`. */
export function parse(text: string): ParseResult {
  const size = text.length > CODE_POINTS_MAX ? [...text].length : 0;
  if (size > CODE_POINTS_MAX) {
    return { errors: [{ offset: 0, message: `expression code point size exceeds limit: size: ${size}, limit ${CODE_POINTS_MAX}` }] };
  }
  const { tokens, errors } = tokenize(text);
  const parser = new Parser(new TokenStream(tokens), [...errors]);
  return parser.parseAll();
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #errors: SourceError[];
  #depth = 0;

  constructor(tokens: TokenStream, errors: SourceError[]) {
    this.#tokens = tokens;
    this.#errors = errors;
  }

  parseAll(): ParseResult {
    try {
      const expression = this.#expression();
      this.#tokens.expectEnd();
      return this.#errors.length > 0 ? { errors: this.#errors } : { expression, errors: [] };
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      return { errors: [...this.#errors, fault.error] };
    }
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > RECURSION_MAX) throw new SyntaxFault({ offset: 0, message: 'expression recursion limit exceeded: 250' });
    const condition = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#relation()));
    const question = this.#tokens.accept('?');
    const result = question === undefined ? condition : this.#conditional(condition, question);
    this.#depth -= 1;
    return result;
  }

  #conditional(condition: Expression, question: Token): Expression {
    const truthy = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#relation()));
    this.#tokens.expect(':');
    return this.#call(question, '_?_:_', [condition, truthy, this.#expression()]);
  }

  #logical(sign: string, name: string, operand: () => Expression): Expression {
    const terms = [operand()];
    const signs: Token[] = [];
    for (let token = this.#tokens.accept(sign); token !== undefined; token = this.#tokens.accept(sign)) {
      signs.push(token);
      terms.push(operand());
    }
    return balance(terms, signs, (token, left, right) => this.#call(token, name, [left, right]));
  }

  #relation(): Expression {
    return this.#binary(RELATIONS, () => this.#sum());
  }

  #sum(): Expression {
    return this.#binary(new Set(['+', '-']), () => this.#binary(new Set(['*', '/', '%']), () => this.#unary()));
  }

  #binary(signs: ReadonlySet<string>, operand: () => Expression): Expression {
    let left = operand();
    while (signs.has(this.#tokens.peek().kind)) {
      const token = this.#tokens.next();
      const name = token.kind === 'in' ? '@in' : `_${token.text}_`;
      left = this.#call(token, name, [left, operand()]);
    }
    return left;
  }

  #unary(): Expression {
    const sign = this.#tokens.peek().kind;
    if (sign !== '!' && sign !== '-') return this.#member();
    if (sign === '-' && this.#tokens.peek(1).kind.startsWith('NUM_')) return this.#member();
    const first = this.#tokens.next();
    let count = 1;
    while (this.#tokens.accept(sign) !== undefined) count += 1;
    const operand = this.#member();
    return count % 2 === 0 ? operand : this.#call(first, `${sign}_`, [operand]);
  }

  #member(): Expression {
    let operand = this.#primary();
    for (;;) {
      const dot = this.#tokens.accept('.');
      const bracket = dot === undefined ? this.#tokens.accept('[') : undefined;
      if (dot !== undefined) operand = this.#selection(operand, dot);
      else if (bracket !== undefined) operand = this.#index(operand, bracket);
      else return operand;
    }
  }

  #selection(operand: Expression, dot: Token): Expression {
    const optional = this.#tokens.accept('?') !== undefined;
    const name = this.#tokens.acceptFieldName();
    if (name.kind === 'IDENTIFIER' && !optional) {
      const open = this.#tokens.accept('(');
      if (open !== undefined) return this.#call(open, name.text, this.#arguments(')'), operand);
    }
    if (name.kind === 'ESC_IDENTIFIER') return this.#fault(name, "unsupported syntax: '`'");
    const field = name.text;
    if (!optional) return { kind: 'select', offset: dot.offset, operand, field, testOnly: false };
    return this.#call(dot, '_?._', [operand, { kind: 'literal', offset: name.offset, value: field }]);
  }

  #index(operand: Expression, bracket: Token): Expression {
    const optional = this.#tokens.accept('?') !== undefined;
    const index = this.#expression();
    this.#tokens.expect(']');
    return this.#call(bracket, optional ? '_[?_]' : '_[_]', [operand, index]);
  }

  #primary(): Expression {
    const token = this.#tokens.peek();
    if (token.kind === '(') return this.#nested();
    if (token.kind === '[') return this.#list();
    if (token.kind === '{') return this.#map();
    if (token.kind === '.' || token.kind === 'IDENTIFIER') return this.#name();
    return this.#literal();
  }

  #nested(): Expression {
    this.#tokens.next();
    const inner = this.#expression();
    this.#tokens.expect(')');
    return inner;
  }

  #list(): Expression {
    const open = this.#tokens.next();
    const optional = new Set<number>();
    const elements: Expression[] = [];
    while (this.#tokens.peek().kind !== ']') {
      if (this.#tokens.accept('?') !== undefined) optional.add(elements.length);
      elements.push(this.#expression());
      if (this.#tokens.accept(',') === undefined) break;
    }
    this.#tokens.expect(']', this.#tokens.isAfter(',') ? undefined : "{']', ','}");
    return { kind: 'list', offset: open.offset, elements, optional };
  }

  #map(): Expression {
    const open = this.#tokens.next();
    const entries: MapEntry[] = [];
    while (this.#tokens.peek().kind !== '}') {
      const optional = this.#tokens.accept('?') !== undefined;
      const key = this.#expression();
      this.#tokens.expect(':');
      entries.push({ key, value: this.#expression(), optional });
      if (this.#tokens.accept(',') === undefined) break;
    }
    this.#tokens.expect('}', "{'}', ','}");
    return { kind: 'map', offset: open.offset, entries };
  }

  #name(): Expression {
    const start = this.#tokens.peek();
    const isAbsolute = this.#tokens.accept('.') !== undefined;
    const identifier = this.#tokens.expect('IDENTIFIER');
    const message = this.#messageName(isAbsolute, identifier);
    if (message !== undefined) return this.#struct(message);
    const name = isAbsolute ? `.${identifier.text}` : identifier.text;
    const open = this.#tokens.accept('(');
    const args = open === undefined ? [] : this.#arguments(')');
    if (RESERVED.has(identifier.text)) return this.#fault(start, `reserved identifier: ${identifier.text}`);
    if (open !== undefined) return this.#call(open, name, args);
    return { kind: 'identifier', offset: identifier.offset, name };
  }

  /** Reads `a.b.C` where `{` follows it; otherwise reads nothing. */
  #messageName(isAbsolute: boolean, first: Token): string | undefined {
    let name = isAbsolute ? `.${first.text}` : first.text;
    let ahead = 0;
    while (this.#tokens.peek(ahead).kind === '.' && this.#tokens.peek(ahead + 1).kind === 'IDENTIFIER') {
      name += `.${this.#tokens.peek(ahead + 1).text}`;
      ahead += 2;
    }
    if (this.#tokens.peek(ahead).kind !== '{') return undefined;
    this.#tokens.skip(ahead);
    return name;
  }

  #struct(typeName: string): Expression {
    const open = this.#tokens.expect('{');
    const fields: StructField[] = [];
    while (this.#tokens.peek().kind !== '}') {
      const optional = this.#tokens.accept('?') !== undefined;
      const name = this.#tokens.acceptFieldName();
      const colon = this.#tokens.expect(':');
      if (name.kind === 'ESC_IDENTIFIER') this.#fault(name, "unsupported syntax: '`'");
      fields.push({ offset: colon.offset, name: name.text, value: this.#expression(), optional });
      if (this.#tokens.accept(',') === undefined) break;
    }
    this.#tokens.expect('}');
    return { kind: 'struct', offset: open.offset, typeName, fields };
  }

  #literal(): Expression {
    const start = this.#tokens.peek();
    const isNegative = start.kind === '-' && this.#tokens.accept('-') !== undefined;
    const result = readLiteral(this.#tokens.peek(), isNegative);
    if (result === undefined) throw this.#tokens.mismatch();
    this.#tokens.next();
    if ('problem' in result) return this.#fault(start, result.problem);
    return { kind: 'literal', offset: start.offset, value: result.value };
  }

  #arguments(end: string): Expression[] {
    const args: Expression[] = [];
    if (this.#tokens.peek().kind === 'EOF') throw this.#tokens.mismatch(end);
    if (this.#tokens.peek().kind !== end) {
      do args.push(this.#expression());
      while (this.#tokens.accept(',') !== undefined);
    }
    this.#tokens.expect(end);
    return args;
  }

  #call(token: Token, name: string, args: readonly Expression[], target?: Expression): Expression {
    const call = { kind: 'call' as const, offset: token.offset, name, target, args };
    const expanded = expandMacro(call);
    if (expanded === undefined) return call;
    if ('message' in expanded) return this.#fault(expanded, expanded.message);
    return expanded;
  }

  #fault(place: { readonly offset: number }, message: string): Expression {
    this.#errors.push({ offset: place.offset, message });
    return { kind: 'literal', offset: place.offset, value: null };
  }
}

function readLiteral(token: Token, isNegative: boolean): LiteralResult | undefined {
  if (token.kind === 'NUM_INT') return readInt(token, isNegative);
  if (token.kind === 'NUM_FLOAT') return readDouble(token, isNegative);
  if (isNegative) return undefined;
  if (token.kind === 'NUM_UINT') return readUint(token);
  if (token.kind === 'STRING') return readString(token);
  if (token.kind === 'BYTES') return readBytes(token);
  if (token.kind === 'true' || token.kind === 'false') return { value: token.kind === 'true' };
  return token.kind === 'null' ? { value: null } : undefined;
}
