import type { ByteSource } from '@klockwork/pod-lifecycle';
import { type BodyLength, type HttpHead, parseHead, requestLine, statusLine } from './http-head.ts';

/** Max bytes of a head. */
const HEAD_BYTES_MAX = 65_536;
/** Invalid first byte: reject without waiting for the first line. */
const NOT_TEXT = /^[^\r\n -~]/;
const FIRST_LINE = /^([^\n]+?)\r?\n/;

/** Received bytes are not HTTP, or end inside a message. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  /** Bytes received so far. */
  readonly bytes: string;
  constructor(what: 'malformed' | 'ended', bytes = '') {
    super(what);
    this.bytes = bytes;
  }
}

/** Reads HTTP messages from a connection, one by one, and further bytes. Rejects like the connection. */
export class HttpReader implements ByteSource {
  readonly #source: ByteSource;
  #bytes = '';
  #atEnd = false;

  /** `begun`: bytes of the first message that were read already. */
  constructor(source: ByteSource, firstBytes = '') {
    this.#source = source;
    this.#bytes = firstBytes;
  }

  /** Reads the next head; undefined when the connection ended first. Rejects with HttpError. */
  async head(): Promise<HttpHead | undefined> {
    for (;;) {
      const match = /\r?\n\r?\n/.exec(this.#bytes);
      if (match !== null) return this.#takeHead(match.index, match[0].length);
      if (this.#bytes.length > HEAD_BYTES_MAX || isNotHttp(this.#bytes)) throw new HttpError('malformed', this.#bytes);
      if (await this.#more()) continue;
      if (this.#bytes === '') return undefined;
      throw new HttpError('ended', this.#bytes);
    }
  }

  /** Reads bytes behind the last message: those of another protocol after an upgrade. */
  async read(): Promise<string | undefined> {
    if (this.#bytes === '' && !(await this.#more())) return undefined;
    const bytes = this.#bytes;
    this.#bytes = '';
    return bytes;
  }

  /** Yields body bytes on arrival. Rejects with HttpError when the connection ends early. */
  async *body(length: BodyLength): AsyncGenerator<string> {
    if (length === 'chunked') yield* this.#chunks();
    else if (length === 'until-end') yield* this.#rest();
    else yield* this.#exactly(length);
  }

  async text(length: BodyLength): Promise<string> {
    const parts: string[] = [];
    for await (const part of this.body(length)) parts.push(part);
    return parts.join('');
  }

  #takeHead(end: number, gap: number): HttpHead {
    const head = parseHead(this.#bytes.slice(0, end));
    if (head === undefined) throw new HttpError('malformed', this.#bytes);
    this.#bytes = this.#bytes.slice(end + gap);
    return head;
  }

  async *#exactly(length: number): AsyncGenerator<string> {
    for (let left = length; left > 0; ) {
      if (this.#bytes === '' && !(await this.#more())) throw new HttpError('ended');
      const part = this.#bytes.slice(0, left);
      this.#bytes = this.#bytes.slice(part.length);
      left -= part.length;
      yield part;
    }
  }

  async *#rest(): AsyncGenerator<string> {
    for (;;) {
      const part = this.#bytes;
      this.#bytes = '';
      if (part !== '') yield part;
      if (!(await this.#more())) return;
    }
  }

  async *#chunks(): AsyncGenerator<string> {
    for (;;) {
      const size = Number.parseInt(await this.#line(), 16);
      if (Number.isNaN(size)) throw new HttpError('malformed', this.#bytes);
      if (size === 0) break;
      yield* this.#exactly(size);
      await this.#line();
    }
    while ((await this.#line()) !== '');
  }

  async #line(): Promise<string> {
    for (;;) {
      const at = this.#bytes.indexOf('\n');
      if (at >= 0) {
        const line = this.#bytes.slice(0, at).replace(/\r$/, '');
        this.#bytes = this.#bytes.slice(at + 1);
        return line;
      }
      if (!(await this.#more())) throw new HttpError('ended');
    }
  }

  async #more(): Promise<boolean> {
    if (this.#atEnd) return false;
    const bytes = await this.#source.read();
    if (bytes === undefined) this.#atEnd = true;
    else this.#bytes += bytes;
    return bytes !== undefined;
  }
}

/** True once the first byte or the first line cannot begin a message: servers reject it without waiting for the rest. */
function isNotHttp(bytes: string): boolean {
  const [, line] = FIRST_LINE.exec(bytes) ?? [];
  return NOT_TEXT.test(bytes) || (line !== undefined && requestLine(line) === undefined && statusLine(line) === undefined);
}
