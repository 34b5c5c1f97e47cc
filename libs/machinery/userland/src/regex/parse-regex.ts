import { bracketSet } from './bracket-set.ts';

/** Node of a parsed expression. */
export type RegexNode =
  | { readonly type: 'char'; fits(char: string): boolean }
  | { readonly type: 'begin' | 'end' | 'word-edge' | 'word-begin' | 'word-end' | 'nothing' }
  | { readonly type: 'all' | 'any'; readonly nodes: readonly RegexNode[] }
  | { readonly type: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number }
  | { readonly type: 'group'; readonly index: number; readonly node: RegexNode };

/** Expression is invalid or beyond this matcher. Its message is regcomp(3)'s where one exists. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

/** `basic` has `\(`, `\{`, `\|` and `\+` where `extended` has them bare. */
export interface RegexOptions {
  readonly syntax: 'basic' | 'extended' | 'literal';
  readonly ignoreCase?: boolean;
}

const REPEAT_MAX = 255;
const DEPTH_MAX = 200;
const SHORTHANDS: Readonly<Record<string, RegExp>> = { w: /\w/, W: /\W/, s: /\s/, S: /\S/ };
const EDGES = { b: 'word-edge', '<': 'word-begin', '>': 'word-end' } as const;

/** Parses a POSIX regular expression with GNU's extensions. Throws {@link RegexError}. */
export function parseRegex(source: string, options: RegexOptions): { node: RegexNode; groups: number } {
  const parser = new RegexParser(source, options);
  return { node: parser.parse(), groups: parser.groups };
}

class RegexParser {
  groups = 0;
  readonly #source: string;
  readonly #basic: boolean;
  readonly #options: RegexOptions;
  #at = 0;
  #depth = 0;

  constructor(source: string, options: RegexOptions) {
    this.#source = source;
    this.#options = options;
    this.#basic = options.syntax === 'basic';
  }

  parse(): RegexNode {
    if (this.#options.syntax === 'literal') return { type: 'all', nodes: [...this.#source].map((char) => this.#literal(char)) };
    const node = this.#alternatives();
    if (this.#at < this.#source.length) throw new RegexError('Unmatched ) or \\)');
    return node;
  }

  /** Accepts an operator, backslash-escaped in basic syntax. */
  #take(operator: string): boolean {
    const writtenText = this.#basic ? `\\${operator}` : operator;
    if (!this.#source.startsWith(writtenText, this.#at)) return false;
    this.#at += writtenText.length;
    return true;
  }

  #isNext(operator: string): boolean {
    return this.#source.startsWith(this.#basic ? `\\${operator}` : operator, this.#at);
  }

  #alternatives(): RegexNode {
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    return nodes.length === 1 ? (nodes[0] as RegexNode) : { type: 'any', nodes };
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (this.#at < this.#source.length && !this.#isNext('|') && !(this.#isNext(')') && this.#depth > 0)) {
      const node = this.#atom(nodes.length === 0);
      nodes.push(node.type === 'begin' ? node : this.#repeated(node));
    }
    return { type: 'all', nodes };
  }

  #atom(isFirst: boolean): RegexNode {
    if (this.#take('(')) return this.#group();
    const char = this.#source[this.#at++] ?? '';
    if (char === '[') return this.#set();
    if (char === '.') return { type: 'char', fits: (other) => other !== '\n' };
    if (char === '^' && (!this.#basic || isFirst)) return { type: 'begin' };
    if (char === '$' && (!this.#basic || this.#at === this.#source.length || this.#isNext(')') || this.#isNext('|')))
      return { type: 'end' };
    if (char === '\\') return this.#escaped();
    return this.#literal(char);
  }

  #group(): RegexNode {
    if (++this.#depth > DEPTH_MAX) throw new RegexError('Regular expression too big');
    const index = ++this.groups;
    const node = this.#alternatives();
    if (!this.#take(')')) throw new RegexError('Unmatched ( or \\(');
    this.#depth -= 1;
    return { type: 'group', index, node };
  }

  #set(): RegexNode {
    const set = bracketSet(this.#source, this.#at);
    if (set === undefined) throw new RegexError('Unmatched [, [^, [:, [., or [=');
    this.#at = set.end;
    if (!this.#options.ignoreCase) return { type: 'char', fits: set.fits };
    return { type: 'char', fits: (char) => set.fits(char.toLowerCase()) || set.fits(char.toUpperCase()) };
  }

  #escaped(): RegexNode {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new RegexError('Trailing backslash');
    if (/[1-9]/.test(char)) throw new RegexError('back-references are not known to this matcher');
    const shorthand = SHORTHANDS[char];
    if (shorthand !== undefined) return { type: 'char', fits: (other) => shorthand.test(other) };
    if (char === 'b' || char === '<' || char === '>') return { type: EDGES[char] };
    return this.#literal(char === 'n' ? '\n' : char === 't' ? '\t' : char);
  }

  #literal(char: string): RegexNode {
    if (!this.#options.ignoreCase || char.toLowerCase() === char.toUpperCase()) return { type: 'char', fits: (other) => other === char };
    const [low, high] = [char.toLowerCase(), char.toUpperCase()];
    return { type: 'char', fits: (other) => other === low || other === high };
  }

  #repeated(node: RegexNode): RegexNode {
    let repeatedNode = node;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === undefined) return repeatedNode;
      repeatedNode = { type: 'repeat', node: repeatedNode, ...bounds };
    }
  }

  #bounds(): { min: number; max: number } | undefined {
    if (this.#source[this.#at] === '*') {
      this.#at += 1;
      return { min: 0, max: Number.POSITIVE_INFINITY };
    }
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    return this.#isNext('{') ? this.#interval() : undefined;
  }

  #interval(): { min: number; max: number } | undefined {
    const pattern = (this.#basic ? /\\\{(\d*)(,?)(\d*)\\\}/y : /\{(\d*)(,?)(\d*)\}/y) as RegExp;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null || (match[1] === '' && match[3] === '')) return undefined;
    this.#at += match[0].length;
    const min = Number(match[1]);
    const max = match[3] !== '' ? Number(match[3]) : match[2] === '' ? min : Number.POSITIVE_INFINITY;
    if (min > REPEAT_MAX || (max !== Number.POSITIVE_INFINITY && max > REPEAT_MAX)) throw new RegexError('Regular expression too big');
    if (min > max) throw new RegexError('Invalid content of \\{\\}');
    return { min, max };
  }
}
