import type { ArithmeticOperator, Comparison, Expression, GetlineSource, Place } from './ast.ts';
import type { TokenReader } from './token-reader.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '==', '!=', '>', '>=']);
const STARTS_OPERAND: ReadonlySet<string> = new Set(['$', '(', '!', '-', '+', '++', '--']);
const UNARY = { '!': 'not', '-': 'minus', '+': 'plus' } as const;

/** Disabled operators: `>` before a redirection, `in` in a `for` header. */
interface Context {
  readonly redirects?: boolean;
}

/** Parses expressions by POSIX precedence. */
export class ExpressionParser {
  /** The functions that are called, defined or not. */
  readonly called: string[] = [];
  readonly #reader: TokenReader;
  #context: Context = {};

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  /** Parses one expression. `redirects`: `>` belongs to the enclosing `print`. */
  expression(context: Context = {}): Expression {
    return this.#within(context, () => this.#assignment());
  }

  /** Parses comma-separated expressions. */
  list(context: Context = {}): Expression[] {
    const items = [this.expression(context)];
    while (this.#reader.accept(',')) {
      this.#reader.skipNewlines();
      items.push(this.expression(context));
    }
    return items;
  }

  #within<T>(context: Context, parse: () => T): T {
    const before = this.#context;
    this.#context = context;
    try {
      return parse();
    } finally {
      this.#context = before;
    }
  }

  #assignment(): Expression {
    const left = this.#choice();
    const match = /^([-+*/%^]?)=$/.exec(this.#reader.token.kind === 'operator' ? this.#reader.token.text : '');
    if (match === null || !isPlace(left)) return left;
    this.#reader.take();
    this.#reader.skipNewlines();
    const operator = (match[1] || undefined) as ArithmeticOperator | undefined;
    return { type: 'assign', target: left, operator, value: this.#assignment() };
  }

  #choice(): Expression {
    const condition = this.#or();
    if (!this.#reader.accept('?')) return condition;
    this.#reader.skipNewlines();
    const yes = this.#assignment();
    this.#reader.skipNewlines();
    this.#reader.expect(':');
    this.#reader.skipNewlines();
    return { type: 'choice', condition, yes, no: this.#assignment() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#reader.accept('||')) {
      this.#reader.skipNewlines();
      left = { type: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.#reader.accept('&&')) {
      this.#reader.skipNewlines();
      left = { type: 'and', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (this.#reader.accept('in')) left = { type: 'in', keys: left.type === 'list' ? left.items : [left], array: this.#reader.name() };
    return left;
  }

  #match(): Expression {
    let text = this.#comparison();
    while (this.#reader.is('~') || this.#reader.is('!~')) {
      const negated = this.#reader.take().text === '!~';
      text = { type: 'match', negated, text, pattern: this.#comparison() };
    }
    return text;
  }

  #comparison(): Expression {
    const left = this.#piped();
    const { kind, text } = this.#reader.token;
    if (kind !== 'operator' || !COMPARISONS.has(text) || (text === '>' && this.#context.redirects)) return left;
    this.#reader.take();
    return { type: 'compare', operator: text as Comparison, left, right: this.#piped() };
  }

  /** `command | getline`. */
  #piped(): Expression {
    let left = this.#concatenation();
    while (this.#reader.is('|') && this.#reader.is('getline', 1)) {
      this.#reader.take();
      this.#reader.take();
      left = { type: 'getline', source: { type: 'command', command: left }, target: this.#optionalPlace() };
    }
    return left;
  }

  #concatenation(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) left = { type: 'concatenate', left, right: this.#sum() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#reader.token;
    if (kind === 'operator') return STARTS_OPERAND.has(text);
    return kind === 'number' || kind === 'string' || kind === 'name' || kind === 'function-name' || kind === 'builtin';
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#reader.is('+') || this.#reader.is('-'))
      left = { type: 'arithmetic', operator: this.#reader.take().text as ArithmeticOperator, left, right: this.#product() };
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#reader.is('*') || this.#reader.is('/') || this.#reader.is('%'))
      left = { type: 'arithmetic', operator: this.#reader.take().text as ArithmeticOperator, left, right: this.#unary() };
    return left;
  }

  #unary(): Expression {
    const { kind, text } = this.#reader.token;
    if (kind !== 'operator' || (text !== '!' && text !== '-' && text !== '+')) return this.#power();
    this.#reader.take();
    return { type: UNARY[text], operand: this.#unary() };
  }

  #power(): Expression {
    const base = this.#postfix();
    if (!this.#reader.accept('^')) return base;
    return { type: 'arithmetic', operator: '^', left: base, right: this.#unary() };
  }

  #postfix(): Expression {
    const operand = this.#primary();
    if (!isPlace(operand) || (!this.#reader.is('++') && !this.#reader.is('--'))) return operand;
    return { type: 'step', target: operand, by: this.#reader.take().text === '++' ? 1 : -1, isPrefix: false };
  }

  #primary(): Expression {
    const { kind, text } = this.#reader.token;
    if (kind === 'number') return { type: kind, value: Number(this.#reader.take().text) };
    if (kind === 'string') return { type: kind, value: this.#reader.take().text };
    if (kind === 'regex') return { type: kind, source: this.#reader.take().text };
    if (kind === 'builtin') return this.#builtin();
    if (kind === 'function-name') return this.#call();
    if (kind === 'name') return this.#nameOrElement();
    if (text === '(' && kind === 'operator') return this.#parenthesized();
    if (text === '++' || text === '--') return this.#prefixStep();
    if (text === '$') return this.#field();
    if (text === 'getline') return this.#getline();
    return this.#reader.fail();
  }

  #parenthesized(): Expression {
    this.#reader.take();
    const items = this.list();
    this.#reader.expect(')');
    if (items.length > 1) return { type: 'list', items };
    const [only = this.#reader.fail()] = items;
    // Parenthesized expressions are not assignable, and no operand of `++`.
    return isPlace(only) ? { type: 'list', items: [only] } : only;
  }

  #prefixStep(): Expression {
    const by = this.#reader.take().text === '++' ? 1 : -1;
    const target = this.#primary();
    return isPlace(target) ? { type: 'step', target, by, isPrefix: true } : this.#reader.fail();
  }

  #field(): Expression {
    this.#reader.take();
    const { text } = this.#reader.token;
    const index = text === '-' || text === '+' || text === '!' ? this.#unary() : this.#primary();
    return { type: 'field', index };
  }

  #nameOrElement(): Place {
    const name = this.#reader.name();
    if (!this.#reader.accept('[')) return { type: 'name', name };
    const keys = this.list();
    this.#reader.expect(']');
    return { type: 'element', array: name, keys };
  }

  #call(): Expression {
    const { line } = this.#reader.token;
    const name = this.#reader.name();
    this.called.push(name);
    return { type: 'call', name, args: this.#arguments(), line };
  }

  #builtin(): Expression {
    const name = this.#reader.take().text;
    if (name === 'length' && !this.#reader.is('(')) return { type: 'builtin', name, args: [] };
    return { type: 'builtin', name, args: this.#arguments() };
  }

  #arguments(): Expression[] {
    this.#reader.expect('(');
    this.#reader.skipNewlines();
    if (this.#reader.accept(')')) return [];
    const args = this.list();
    this.#reader.skipNewlines();
    this.#reader.expect(')');
    return args;
  }

  #getline(): Expression {
    this.#reader.take();
    const target = this.#optionalPlace();
    const source: GetlineSource = this.#reader.accept('<') ? { type: 'file', name: this.#primary() } : { type: 'input' };
    return { type: 'getline', source, target };
  }

  #optionalPlace(): Place | undefined {
    const { kind } = this.#reader.token;
    if (kind === 'name') return this.#nameOrElement();
    return this.#reader.is('$') ? (this.#field() as Place) : undefined;
  }
}

function isPlace(expression: Expression): expression is Place {
  return expression.type === 'name' || expression.type === 'element' || expression.type === 'field';
}
