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

  /** Of what comes next, counted from 1. */
  get line(): number {
    for (; this.#counted < this.#at; this.#counted++) if (this.#text.charCodeAt(this.#counted) === 10) this.#line += 1;
    return this.#line;
  }

  /** What was written from `start` until here. */
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

  /** Takes `text` when it is next. */
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

  /** Takes what `pattern` (sticky) matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
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

  /** Takes a line end, and the here-documents that begin after it. */
  takeNewline(): boolean {
    if (this.peek() !== '\n') return false;
    this.#at += 1;
    const waiting = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const read of waiting) read();
    return true;
  }

  /** `read` takes the lines of a here-document once the line at hand ends. */
  afterLine(read: () => void): void {
    this.#hereDocuments.push(read);
  }

  /** Takes a line with its end; undefined when there is none. */
  takeLine(): string | undefined {
    return this.atEnd ? undefined : this.match(/[^\n]*\n?/y);
  }

  /** True when the reserved word is next, as a whole word. */
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

  /** Takes back to `position`. */
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
