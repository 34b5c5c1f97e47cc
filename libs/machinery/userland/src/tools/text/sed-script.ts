import { RegexError } from '../../regex/parse-regex.ts';
import { Regex } from '../../regex/regex.ts';

/** Address of a command. */
export type SedAddress =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'last' }
  | { readonly type: 'match'; readonly regex: Regex };

export interface SedCommand {
  readonly from?: SedAddress;
  readonly to?: SedAddress;
  readonly negated: boolean;
  readonly name: 's' | 'p' | 'd' | 'q' | 'a' | 'i' | 'c' | '=';
  /** Text of `a`, `i` and `c`. */
  readonly text: string;
  readonly substitution?: {
    readonly regex: Regex;
    readonly replacement: string;
    readonly all: boolean;
    readonly nth: number;
    readonly prints: boolean;
  };
}

/** Invalid or unsupported script. */
export class SedError extends Error {
  override readonly name = 'SedError';
}

/** Parses a script: s p d q a i c =, with addresses. Throws {@link SedError}. */
export function parseSed(script: string, extended: boolean): SedCommand[] {
  const reader = new SedReader(script, extended ? 'extended' : 'basic');
  const commands: SedCommand[] = [];
  for (reader.skip(/[\s;]*/y); !reader.atEnd; reader.skip(/[\s;]*/y)) commands.push(reader.command());
  return commands;
}

class SedReader {
  readonly #script: string;
  readonly #syntax: 'basic' | 'extended';
  #at = 0;

  constructor(script: string, syntax: 'basic' | 'extended') {
    this.#script = script;
    this.#syntax = syntax;
  }

  get atEnd(): boolean {
    return this.#at >= this.#script.length;
  }

  skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#script)?.[0] ?? '';
    this.#at += match.length;
    return match;
  }

  command(): SedCommand {
    const from = this.#address();
    const to = from !== undefined && this.skip(/\s*,\s*/y) !== '' ? this.#address() : undefined;
    const negated = this.skip(/\s*!?\s*/y).includes('!');
    const name = this.#script[this.#at++];
    const base = { ...(from && { from }), ...(to && { to }), negated, text: '' };
    if (name === 's') return { ...base, name, substitution: this.#substitution() };
    if (name === 'a' || name === 'i' || name === 'c') return { ...base, name, text: this.skip(/[^\n]*/y).replace(/^\\?\s*/, '') };
    if (name === 'p' || name === 'd' || name === 'q' || name === '=') {
      if (this.skip(/[ \t]*[^\s;}]*/y).trim() !== '') throw new SedError('extra characters after command');
      return { ...base, name };
    }
    throw new SedError(name === undefined ? 'missing command' : `unknown command: \`${name}'`);
  }

  #address(): SedAddress | undefined {
    const digits = this.skip(/\d+/y);
    if (digits !== '') return { type: 'line', line: Number(digits) };
    if (this.skip(/\$/y) !== '') return { type: 'last' };
    if (this.#script[this.#at] !== '/') return undefined;
    this.#at += 1;
    return { type: 'match', regex: this.#regex(this.#until('/'), false) };
  }

  #until(delimiter: string): string {
    let text = '';
    for (; this.#at < this.#script.length; this.#at++) {
      const char = this.#script[this.#at] ?? '';
      if (char === delimiter) {
        this.#at += 1;
        return text;
      }
      if (char !== '\\') text += char;
      else {
        this.#at += 1;
        const next = this.#script[this.#at] ?? '';
        text += next === delimiter ? next : `\\${next}`;
      }
    }
    throw new SedError("unterminated `s' command");
  }

  #substitution() {
    const delimiter = this.#script[this.#at++] ?? '';
    const pattern = this.#until(delimiter);
    const replacement = this.#until(delimiter);
    const flags = this.skip(/[gpIi\d]*/y);
    if (this.skip(/[ \t]*[^\s;}]*/y).trim() !== '') throw new SedError("unknown option to `s'");
    const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
    return { regex: this.#regex(pattern, /i/i.test(flags)), replacement, all: flags.includes('g'), nth, prints: flags.includes('p') };
  }

  #regex(pattern: string, ignoreCase: boolean): Regex {
    try {
      return new Regex(pattern, { syntax: this.#syntax, ignoreCase });
    } catch (error) {
      if (error instanceof RegexError) throw new SedError(error.message);
      throw error;
    }
  }
}
