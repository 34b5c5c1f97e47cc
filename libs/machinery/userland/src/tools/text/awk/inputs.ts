import { HELD_BYTES_MAX, OutOfMemoryError } from '../../../process/out-of-memory.ts';
import type { Reader } from '../../../process/stream.ts';
import type { RegexCache } from './regex-cache.ts';

/** Cuts an input into records, as it comes. */
export class RecordInput {
  readonly #reader: Reader;
  readonly #regexes: RegexCache;
  #rest = '';
  #isAtEnd = false;

  constructor(reader: Reader, regexes: RegexCache) {
    this.#reader = reader;
    this.#regexes = regexes;
  }

  /** The next record by a separator: a character, none for paragraphs, an expression. Undefined at the end. */
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
    // What comes next may belong to it.
    const isSure = match !== undefined && match.end > match.start && (match.end < this.#rest.length || this.#isAtEnd);
    return isSure ? match : undefined;
  }

  #take(length: number, next: number): string {
    const record = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(next);
    return record;
  }

  /** What is left at the end; undefined when that is nothing. */
  #last(): string | undefined {
    const record = this.#rest;
    this.#rest = '';
    return record === '' ? undefined : record;
  }

  /**
   * Reads on. A long record is searched again once a line has ended or twice as much is there, so that the work grows with its length. Throws
   * OutOfMemoryError for a record without an end.
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
