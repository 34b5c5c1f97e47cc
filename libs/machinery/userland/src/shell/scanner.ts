import type { Dialect } from './dialect.ts';
import { END_OF_FILE, ShellSyntaxError } from './syntax-error.ts';

const METACHARACTER = /[\s;&|<>()]/;

/** Reads a script character by character. */
export class Scanner {
  readonly dialect: Dialect;
  readonly #text: string;
  #at = 0;
  #line: number;
  #counted = 0;
  #hereDocuments: (() => void)[] = [];

  constructor(text: string, dialect: Dialect, line = 1) {
    this.#text = text;
    this.dialect = dialect;
    this.#line = line;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get position(): number {
    return this.#at;
  }

  /** Current line, from 1. */
  get line(): number {
    for (; this.#counted < this.#at; this.#counted++) if (this.#text.charCodeAt(this.#counted) === 10) this.#line += 1;
    return this.#line;
  }

  /** Source text since `start`. */
  textSince(start: number): string {
    return this.#text.slice(start, this.#at).trim();
  }

  peek(): string {
    return this.#text[this.#at] ?? '';
  }

  next(): string {
    return this.#text[this.#at++] ?? '';
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  /** Consumes `text` if present. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Whether `pattern` (sticky) matches here. */
  looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  /** Consumes a match of sticky `pattern`. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  /** Skips blanks, continued lines and, before a word, comments. */
  skipBlanks(): void {
    for (;;) {
      const next = this.peek();
      if (next === ' ' || next === '\t') this.#at += 1;
      else if (next === '\\' && this.startsWith('\\\n')) this.#at += 2;
      else if (next === '#') while (!this.atEnd && this.peek() !== '\n') this.#at += 1;
      else return;
    }
  }

  /** Skips blanks and line ends. */
  skipLines(): void {
    for (this.skipBlanks(); this.takeNewline(); this.skipBlanks());
  }

  /** Consumes a line end and the here-documents after it. */
  takeNewline(): boolean {
    if (this.peek() !== '\n') return false;
    this.#at += 1;
    const waiting = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const read of waiting) read();
    return true;
  }

  /** Registers `read` for a here-document: called after the current line. */
  afterLine(read: () => void): void {
    this.#hereDocuments.push(read);
  }

  /** Consumes a line with its end; undefined at end of input. */
  takeLine(): string | undefined {
    return this.atEnd ? undefined : this.match(/[^\n]*\n?/y);
  }

  atKeyword(keyword: string): boolean {
    if (!this.startsWith(keyword)) return false;
    const after = this.#text[this.#at + keyword.length] ?? '';
    return after === '' || METACHARACTER.test(after);
  }

  takeKeyword(keyword: string): boolean {
    return this.atKeyword(keyword) && this.take(keyword);
  }

  /** True where an unquoted word ends. */
  atWordEnd(): boolean {
    return this.atEnd || METACHARACTER.test(this.peek());
  }

  /** Resets to `position`. */
  rewind(position: number): void {
    this.#at = position;
  }

  fail(message: string): ShellSyntaxError {
    return new ShellSyntaxError({ type: 'other', message }, this.line);
  }

  unterminated(what: string): ShellSyntaxError {
    return new ShellSyntaxError({ type: 'unterminated', what }, this.line);
  }

  unexpected(expecting?: string): ShellSyntaxError {
    const { line } = this;
    const token = this.#token();
    return new ShellSyntaxError({ type: 'unexpected', token, ...(expecting === undefined ? {} : { expecting }) }, line);
  }

  #token(): string {
    if (this.atEnd) return END_OF_FILE;
    if (this.peek() === '\n') return 'newline';
    return this.match(/\d*[<>]|;;|&&|\|\||[;&|()]|[^\s;&|<>()]+/y) ?? '';
  }
}
