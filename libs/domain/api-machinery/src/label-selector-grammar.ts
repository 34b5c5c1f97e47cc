import { joined, type LabelRequirement, validateRequirement, valueSet } from './label-requirement.ts';
import { qualifiedName } from './name-formats.ts';
import { aggregateText } from './status-errors.ts';

/** A selector's text that cannot be read, in upstream's words. */
export class SelectorSyntaxError extends Error {
  override readonly name = 'SelectorSyntaxError';
}

type Token = { readonly kind: 'end' | 'identifier' | 'error' | Symbol; readonly text: string };
type Symbol = ')' | '(' | ',' | '!' | '==' | '=' | '!=' | '>' | '<' | 'in' | 'notin';

const OPERATORS = new Map<Token['kind'], LabelRequirement['operator']>([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);
const SYMBOLS = new Set<string>([')', '(', ',', '!', '==', '=', '!=', '>', '<']);
/** Word, or run of signs with a symbol's maximum length. */
const RUN = /[=!(),><]{1,2}|[^=!(),>< \t\r\n]+/y;
const OPERATOR_LIST = 'in, notin, =, ==, !=, gt, lt';

/**
 * Parses the requirements of `x in (a,,b),y,!z`. Throws {@link SelectorSyntaxError}. Models the lexer and parser of
 * `k8s.io/apimachinery/pkg/labels/selector.go`.
 */
export function parseRequirements(text: string): LabelRequirement[] {
  return new Parser(tokenize(text)).parse();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (/[ \t\r\n]/.test(text[at] as string)) {
      at += 1;
      continue;
    }
    RUN.lastIndex = at;
    const run = RUN.exec(text)?.[0] as string;
    const token = SYMBOLS.has(run[0] as string) ? symbolToken(run) : wordToken(run);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens.map(describeError), { kind: 'end', text: '' }];
}

/** Returns the longest symbol at the start of a run. */
function symbolToken(run: string): Token {
  for (const length of [2, 1]) {
    const text = run.slice(0, length);
    if (SYMBOLS.has(text)) return { kind: text as Symbol, text };
  }
  return { kind: 'error', text: run };
}

function wordToken(text: string): Token {
  return text === 'in' || text === 'notin' ? { kind: text, text } : { kind: 'identifier', text };
}

function describeError(token: Token): Token {
  return token.kind === 'error' ? { ...token, text: `error expected: keyword found '${token.text}'` } : token;
}

/** Recursive descent over the tokens. Outside of an operator's place `in` and `notin` are plain words. */
class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.#peek();
      if (first.kind === 'end') return requirements;
      if (first.kind !== 'identifier' && first.kind !== '!') fail(first.text, ", expected: !, identifier, or 'end of string'");
      requirements.push(this.#requirementOrFail());
      const after = this.#take();
      if (after.kind === 'end') return requirements;
      if (after.kind !== ',') fail(after.text, ", expected: ',' or 'end of string'");
      const next = this.#peek();
      if (next.kind !== 'identifier' && next.kind !== '!') fail(next.text, ", expected: identifier after ','");
    }
  }

  #requirementOrFail(): LabelRequirement {
    try {
      return this.#requirement();
    } catch (error) {
      if (error instanceof SelectorSyntaxError) throw new SelectorSyntaxError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #requirement(): LabelRequirement {
    const negated = this.#peek().kind === '!';
    if (negated) this.#take();
    const key = this.#take();
    if (key.kind !== 'identifier') fail(key.text, ', expected: identifier');
    failOn(joined('<nil>', key.text, qualifiedName(key.text)));
    if (negated) return checked({ key: key.text, operator: '!', values: [] });
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return checked({ key: key.text, operator: 'exists', values: [] });
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
    return checked({ key: key.text, operator, values: valueSet(values) });
  }

  #operator(): LabelRequirement['operator'] {
    const token = this.#tokens[this.#position] as Token;
    this.#position += 1;
    return OPERATORS.get(token.kind) ?? fail(token.text, `, expected: ${OPERATOR_LIST}`);
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    this.#take();
    return next.kind === 'identifier' ? next.text : fail(next.text, ', expected: identifier');
  }

  #values(): string[] {
    const open = this.#take();
    if (open.kind !== '(') fail(open.text, " expected: '('");
    const first = this.#peek();
    if (first.kind === ')') {
      this.#take();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') fail(first.text, ", expected: ',', ')' or identifier");
    return this.#valueList();
  }

  /** Reads values up to the closing parenthesis. A missing value between commas is empty. */
  #valueList(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.#take();
      if (token.kind === 'identifier') {
        values.push(token.text);
        const next = this.#peek();
        if (next.kind !== ',' && next.kind !== ')') fail(next.text, ", expected: ',' or ')'");
        if (next.kind === ')') return this.#closed(values);
      } else if (token.kind === ',') {
        const next = this.#peek();
        if (values.length === 0 || next.kind === ',' || next.kind === ')') values.push('');
        if (next.kind === ')') return this.#closed(values);
      } else {
        fail(token.text, ", expected: ',', or identifier");
      }
    }
  }

  #closed(values: string[]): string[] {
    this.#take();
    return values;
  }

  #peek(): Token {
    const token = this.#tokens[this.#position] as Token;
    return token.kind === 'in' || token.kind === 'notin' ? { ...token, kind: 'identifier' } : token;
  }

  #take(): Token {
    const token = this.#peek();
    // The end token repeats: unfinished selectors report it.
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }
}

function checked(requirement: LabelRequirement): LabelRequirement {
  failOn(validateRequirement(requirement));
  return requirement;
}

function failOn(errors: ReturnType<typeof joined>): void {
  if (errors.length > 0) throw new SelectorSyntaxError(aggregateText(errors));
}

function fail(found: string, expected: string): never {
  throw new SelectorSyntaxError(`found '${found}'${expected}`);
}
