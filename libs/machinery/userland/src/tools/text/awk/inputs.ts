import { HELD_BYTES_MAX, OutOfMemoryError } from '../../../process/out-of-memory.ts';
import type { Reader } from '../../../process/stream.ts';
import type { RegexCache } from './regex-cache.ts';

/** Splits an input stream into records. */
export class RecordInput {
  readonly #reader: Reader;
  readonly #regexes: RegexCache;
  #rest = '';
  #isAtEnd = false;

  constructor(reader: Reader, regexes: RegexCache) {
    this.#reader = reader;
    this.#regexes = regexes;
  }

  /** Next record by separator: a character, '' for paragraphs, or an expression. Undefined at end of file. */
  async next(separator: string): Promise<string | undefined> {
    if (separator === '') return this.#paragraph();
    for (;;) {
      const cut = this.#cut(separator);
      if (cut !== undefined) return this.#take(cut.start, cut.end);
      if (!(await this.#more())) return this.#last();
    }
  }

  close(): void {
    this.#reader.close();
  }

  async #paragraph(): Promise<string | undefined> {
    for (;;) {
      this.#rest = this.#rest.replace(/^\n+/, '');
      const end = /\n\n+/.exec(this.#rest);
      if (end !== null) return this.#take(end.index, end.index + end[0].length);
      if (!(await this.#more())) return this.#last()?.replace(/\n$/, '');
    }
  }

  #cut(separator: string): { readonly start: number; readonly end: number } | undefined {
    if (separator.length === 1) {
      const start = this.#rest.indexOf(separator);
      return start < 0 ? undefined : { start, end: start + 1 };
    }
    const match = this.#regexes.get(separator).find(this.#rest);
    // More input could extend the match.
    const isSure = match !== undefined && match.end > match.start && (match.end < this.#rest.length || this.#isAtEnd);
    return isSure ? match : undefined;
  }

  #take(length: number, next: number): string {
    const record = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(next);
    return record;
  }

  /** Unterminated last record; undefined when empty. */
  #last(): string | undefined {
    const record = this.#rest;
    this.#rest = '';
    return record === '' ? undefined : record;
  }

  /**
   * Reads more input. A long record is searched again after a line end or double the length, hence linear work. Throws OutOfMemoryError for
   * an endless record.
   */
  async #more(): Promise<boolean> {
    if (this.#isAtEnd) return false;
    const chunks = [this.#rest];
    let length = this.#rest.length;
    do {
      const bytes = await this.#reader.read();
      this.#isAtEnd = bytes === '';
      chunks.push(bytes);
      length += bytes.length;
      if (length > HELD_BYTES_MAX) throw new OutOfMemoryError();
    } while (!this.#isAtEnd && length < this.#rest.length * 2 && !chunks.at(-1)?.includes('\n'));
    this.#rest = chunks.join('');
    return !this.#isAtEnd || this.#rest !== '';
  }
}
