import type { Expression, Program, Redirection, Rule, Statement, UserFunction } from './ast.ts';
import { AwkError } from './awk-error.ts';
import { ExpressionParser } from './parse-expression.ts';
import { TokenReader } from './token-reader.ts';
import { tokensOf } from './tokens.ts';

/** Parses a program. Throws {@link AwkError}. */
export function parseAwk(program: string): Program {
  return new ProgramParser(new TokenReader(tokensOf(program))).program();
}

class ProgramParser {
  readonly #reader: TokenReader;
  readonly #expressions: ExpressionParser;

  constructor(reader: TokenReader) {
    this.#reader = reader;
    this.#expressions = new ExpressionParser(reader);
  }

  program(): Program {
    const rules: Rule[] = [];
    const functions = new Map<string, UserFunction>();
    for (this.#reader.skipEnds(); this.#reader.token.kind !== 'end'; this.#reader.skipEnds()) {
      if (this.#reader.accept('function')) {
        const definedFunction = this.#function();
        functions.set(definedFunction.name, definedFunction);
      } else rules.push(this.#rule());
    }
    const missing = this.#expressions.called.find((name) => !functions.has(name));
    if (missing !== undefined) throw new AwkError(`function ${missing} never defined`, this.#reader.token.line, { isAtEnd: true });
    return { rules, functions };
  }

  #function(): UserFunction {
    const name = this.#reader.name();
    const parameters: string[] = [];
    this.#reader.expect('(');
    while (!this.#reader.accept(')')) {
      parameters.push(this.#reader.name());
      if (this.#reader.accept(',')) this.#reader.skipNewlines();
      else if (!this.#reader.is(')')) this.#reader.fail();
    }
    this.#reader.skipNewlines();
    return { name, parameters, body: this.#block() };
  }

  #rule(): Rule {
    const pattern = this.#pattern();
    if (this.#reader.is('{')) return { pattern, action: this.#block() };
    if (pattern === undefined || pattern === 'BEGIN' || pattern === 'END') this.#reader.fail();
    const { kind } = this.#reader.token;
    if (kind !== 'newline' && kind !== 'end' && !this.#reader.is(';')) this.#reader.fail();
    return { pattern, action: undefined };
  }

  #pattern(): Rule['pattern'] {
    if (this.#reader.accept('BEGIN')) return 'BEGIN';
    if (this.#reader.accept('END')) return 'END';
    if (this.#reader.is('{')) return undefined;
    const from = this.#expressions.expression();
    if (!this.#reader.accept(',')) return from;
    this.#reader.skipNewlines();
    return { from, to: this.#expressions.expression() };
  }

  #block(): Statement {
    this.#reader.expect('{');
    const body: Statement[] = [];
    for (this.#reader.skipEnds(); !this.#reader.accept('}'); this.#reader.skipEnds()) {
      if (this.#reader.token.kind === 'end') throw new AwkError('missing } near end of file', this.#reader.token.line, { isAtEnd: true });
      body.push(this.#statement());
    }
    return { type: 'block', body };
  }

  #statement(): Statement {
    if (this.#reader.is('{')) return this.#block();
    if (this.#reader.accept('if')) return this.#if();
    if (this.#reader.accept('while')) return { type: 'while', condition: this.#condition(), body: this.#body() };
    if (this.#reader.accept('for')) return this.#for();
    const statement = this.#reader.accept('do') ? this.#do() : this.#simple();
    this.#end();
    return statement;
  }

  /** Consumes the end of a simple statement: line end, semicolon, or (peeking) a closing brace. */
  #end(): void {
    if (this.#reader.token.kind === 'newline' || this.#reader.is(';')) this.#reader.take();
    else if (!this.#reader.is('}') && this.#reader.token.kind !== 'end') this.#reader.fail();
  }

  #condition(): Expression {
    this.#reader.expect('(');
    const condition = this.#expressions.expression();
    this.#reader.expect(')');
    return condition;
  }

  /** Body of an `if` or loop; a lone semicolon is empty. */
  #body(): Statement {
    if (this.#reader.accept(';')) return { type: 'block', body: [] };
    this.#reader.skipNewlines();
    return this.#statement();
  }

  #if(): Statement {
    const condition = this.#condition();
    const yes = this.#body();
    const { place } = this.#reader;
    this.#reader.skipEnds();
    if (this.#reader.accept('else')) return { type: 'if', condition, yes, no: this.#body() };
    this.#reader.rewind(place);
    return { type: 'if', condition, yes, no: undefined };
  }

  #do(): Statement {
    const body = this.#body();
    this.#reader.skipEnds();
    this.#reader.expect('while');
    return { type: 'do', body, condition: this.#condition() };
  }

  #for(): Statement {
    this.#reader.expect('(');
    if (this.#reader.token.kind === 'name' && this.#reader.is('in', 1) && this.#reader.is(')', 3)) return this.#forIn();
    const first = this.#reader.is(';') ? undefined : this.#simple();
    this.#reader.expect(';');
    this.#reader.skipNewlines();
    const condition = this.#reader.is(';') ? undefined : this.#expressions.expression();
    this.#reader.expect(';');
    this.#reader.skipNewlines();
    const next = this.#reader.is(')') ? undefined : this.#simple();
    this.#reader.expect(')');
    return { type: 'for', first, condition, next, body: this.#body() };
  }

  #forIn(): Statement {
    const name = this.#reader.name();
    this.#reader.expect('in');
    const array = this.#reader.name();
    this.#reader.expect(')');
    return { type: 'for-in', name, array, body: this.#body() };
  }

  #simple(): Statement {
    const { kind, text } = this.#reader.token;
    if (kind !== 'keyword' || text === 'getline') return { type: 'expression', value: this.#expressions.expression() };
    this.#reader.take();
    if (text === 'print' || text === 'printf') return this.#print(text);
    if (text === 'delete') return this.#delete();
    if (text === 'break' || text === 'continue' || text === 'next' || text === 'nextfile') return { type: text };
    if (text === 'exit' || text === 'return') return { type: text, value: this.#isAtEnd() ? undefined : this.#expressions.expression() };
    return this.#reader.fail();
  }

  #isAtEnd(): boolean {
    return this.#reader.token.kind === 'newline' || this.#reader.token.kind === 'end' || this.#reader.is(';') || this.#reader.is('}');
  }

  #print(type: 'print' | 'printf'): Statement {
    const isEmpty = this.#isAtEnd() || this.#reader.is('>') || this.#reader.is('>>') || this.#reader.is('|');
    const items = isEmpty ? [] : this.#expressions.list({ redirects: true });
    const [first] = items;
    const args = items.length === 1 && first?.type === 'list' ? first.items : items;
    return { type, args, redirection: this.#redirection() };
  }

  #redirection(): Redirection | undefined {
    for (const to of ['>', '>>', '|'] as const)
      if (this.#reader.accept(to)) return { to, name: this.#expressions.expression({ redirects: true }) };
    return undefined;
  }

  #delete(): Statement {
    const array = this.#reader.name();
    if (!this.#reader.accept('[')) return { type: 'delete', array, keys: undefined };
    const keys = this.#expressions.list();
    this.#reader.expect(']');
    return { type: 'delete', array, keys };
  }
}
