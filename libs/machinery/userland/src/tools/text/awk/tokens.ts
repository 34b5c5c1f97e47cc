import { AwkError } from './awk-error.ts';

/** Token of a program. `function-name` is a name directly followed by a parenthesis. */
export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'function-name' | 'builtin' | 'keyword' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(' '),
);
const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf tolower toupper int sqrt exp log sin cos atan2 rand srand system close fflush systime strftime'.split(
    ' ',
  ),
);
const OPERATORS = /\*\*=|\*\*|[-+*/%^]=|\+\+|--|&&|\|\||==|<=|>=|!=|!~|>>|[{}()[\];,+\-*/%^!<>|?:~$=]/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const BLANK = /(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** Tokens before a division slash. */
const ENDS_OPERAND = new Set([')', ']', '$', '++', '--']);

/** Splits a program into words. Throws {@link AwkError}. */
export function tokensOf(program: string): Token[] {
  const lexer = new Lexer(program);
  const tokens: Token[] = [];
  do tokens.push(lexer.next(tokens.at(-1)));
  while (tokens.at(-1)?.kind !== 'end');
  return tokens;
}

/** Expands escapes of a program string or command line assignment. Unknown escapes stay unchanged. */
export function unescaped(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (match, octal?: string, char = '') => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    return char === '\n' ? '' : (ESCAPES[char] ?? match);
  });
}

class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  next(before: Token | undefined): Token {
    this.#take(BLANK);
    const line = this.#line;
    if (this.#at >= this.#text.length) return { kind: 'end', text: '', line };
    const token = this.#newline() ?? this.#number() ?? this.#word() ?? this.#string() ?? this.#regex(before) ?? this.#operator();
    return { ...token, line };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) return undefined;
    this.#at += match.length;
    this.#line += match.split('\n').length - 1;
    return match;
  }

  get #restOfLine(): string {
    return this.#text.slice(this.#at).split('\n')[0] ?? '';
  }

  #newline(): Omit<Token, 'line'> | undefined {
    return this.#take(/\n/y) === undefined ? undefined : { kind: 'newline', text: '\n' };
  }

  #number(): Omit<Token, 'line'> | undefined {
    const text = this.#take(NUMBER);
    return text === undefined ? undefined : { kind: 'number', text };
  }

  #word(): Omit<Token, 'line'> | undefined {
    const text = this.#take(/[A-Za-z_]\w*/y);
    if (text === undefined) return undefined;
    if (KEYWORDS.has(text)) return { kind: 'keyword', text: text === 'func' ? 'function' : text };
    if (BUILTINS.has(text)) return { kind: 'builtin', text };
    return { kind: this.#text[this.#at] === '(' ? 'function-name' : 'name', text };
  }

  #string(): Omit<Token, 'line'> | undefined {
    if (this.#text[this.#at] !== '"') return undefined;
    const text = this.#take(/"(?:[^"\\\n]|\\[\s\S])*"/y);
    if (text === undefined) throw new AwkError('runaway string constant', this.#line, { near: this.#restOfLine });
    return { kind: 'string', text: unescaped(text.slice(1, -1)) };
  }

  #regex(before: Token | undefined): Omit<Token, 'line'> | undefined {
    if (this.#text[this.#at] !== '/' || endsOperand(before)) return undefined;
    const text = this.#take(/\/(?:[^/\\[\n]|\\[^\n]|\[\^?\]?(?:[^\]\n[]|\[:\w+:\]|\[)*\])*\//y) ?? this.#take(/\/(?:[^/\\\n]|\\[^\n])*\//y);
    if (text === undefined) throw new AwkError('runaway regular expression', this.#line, { near: this.#restOfLine });
    return { kind: 'regex', text: text.slice(1, -1).replaceAll('\\/', '/') };
  }

  #operator(): Omit<Token, 'line'> {
    const text = this.#take(OPERATORS);
    if (text !== undefined) return { kind: 'operator', text: text.replace('**', '^') };
    throw new AwkError('unexpected character', this.#line, { near: this.#text[this.#at] ?? '' });
  }
}

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return ['number', 'string', 'regex', 'name', 'builtin'].includes(token.kind) || ENDS_OPERAND.has(token.text);
}
