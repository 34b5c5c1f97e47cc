/** The script is not well-formed. The message is what a shell prints after its name. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
}

const BLANK = /[ \t]/;
const METACHARACTER = /[\s;&|<>()]/;

/** Reads a script character by character. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
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
      if (BLANK.test(this.peek())) this.#at += 1;
      else if (this.startsWith('\\\n')) this.#at += 2;
      else if (this.peek() === '#') while (!this.atEnd && this.peek() !== '\n') this.#at += 1;
      else return;
    }
  }

  /** Skips blanks and line ends. */
  skipLines(): void {
    for (this.skipBlanks(); this.peek() === '\n'; this.skipBlanks()) this.#at += 1;
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

  unexpected(): ShellSyntaxError {
    if (this.atEnd) return new ShellSyntaxError('syntax error: unexpected end of file');
    const what = this.peek() === '\n' ? 'newline' : `"${this.match(/[;&|<>()]{1,2}|[^\s;&|<>()]+|./sy)}"`;
    return new ShellSyntaxError(`syntax error: unexpected ${what}`);
  }
}
