import type { ByteSource } from '@klockwork/pod-lifecycle';

/** Reply of a Redis server. Texts are byte strings; a bulk of null is "no such value". */
export type Reply =
  | { readonly type: 'status' | 'error'; readonly text: string }
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'bulk'; readonly text: string | null }
  | { readonly type: 'array'; readonly items: readonly Reply[] };

export const OK: Reply = { type: 'status', text: 'OK' };
export const NIL: Reply = { type: 'bulk', text: null };
export const failure = (text: string): Reply => ({ type: 'error', text });
export const integer = (value: number): Reply => ({ type: 'integer', value });
export const bulk = (text: string | null | undefined): Reply => ({ type: 'bulk', text: text ?? null });
export const bulks = (texts: Iterable<string | null | undefined>): Reply => ({ type: 'array', items: [...texts].map(bulk) });

/** Returns a reply as RESP 2. */
export function encodeReply(reply: Reply): string {
  switch (reply.type) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text.replace(/[\r\n]/g, ' ')}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return reply.text === null ? '$-1\r\n' : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'array':
      return `*${reply.items.length}\r\n${reply.items.map(encodeReply).join('')}`;
  }
}

/** Returns a command as RESP. */
export function encodeCommand(words: readonly string[]): string {
  return encodeReply(bulks(words));
}

/** Malformed bytes. The message is the server's. */
export class RespError extends Error {
  override readonly name = 'RespError';
}

/** Max bytes of a line, and of one value. */
const LINE_BYTES_MAX = 65_536;
const BULK_BYTES_MAX = 1_048_576;
/** Max words of a command. */
const WORDS_MAX = 65_536;

/** Reads RESP from a connection. Rejects like the connection, and with RespError. */
export class RespReader {
  readonly #source: ByteSource;
  #bytes = '';

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Reads the next command, as an array or as a plain line; undefined at the end. */
  async command(): Promise<readonly string[] | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    if (!line.startsWith('*')) return line.split(' ').filter((word) => word !== '');
    const count = lengthOf(line, WORDS_MAX);
    if (count === undefined) throw new RespError('Protocol error: invalid multibulk length');
    const words: string[] = [];
    while (words.length < count) {
      const head = await this.#line();
      if (head === undefined) return undefined;
      if (!head.startsWith('$')) throw new RespError(`Protocol error: expected '$', got '${head.slice(0, 1)}'`);
      const word = await this.#bulk(head);
      if (word === undefined) return undefined;
      words.push(word ?? '');
    }
    return words;
  }

  /** Reads the next reply; undefined when the connection ended first. */
  async reply(): Promise<Reply | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    const text = line.slice(1);
    switch (line[0]) {
      case '+':
        return { type: 'status', text };
      case '-':
        return failure(text);
      case ':':
        return integer(Number(text));
      case '$': {
        const value = await this.#bulk(line);
        return value === undefined ? undefined : bulk(value);
      }
      case '*':
        return this.#array(lengthOf(line, WORDS_MAX) ?? 0);
      default:
        throw new RespError(`Protocol error, got ${JSON.stringify(line.slice(0, 1))} as reply type byte`);
    }
  }

  async #array(length: number): Promise<Reply | undefined> {
    const items: Reply[] = [];
    while (items.length < length) {
      const item = await this.reply();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return { type: 'array', items };
  }

  /** Returns null for "no such value", and undefined at the end of the connection. */
  async #bulk(head: string): Promise<string | null | undefined> {
    if (head === '$-1') return null;
    const length = lengthOf(head, BULK_BYTES_MAX);
    if (length === undefined) throw new RespError('Protocol error: invalid bulk length');
    while (this.#bytes.length < length + 2) if (!(await this.#more())) return undefined;
    const text = this.#bytes.slice(0, length);
    this.#bytes = this.#bytes.slice(length + 2);
    return text;
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const at = this.#bytes.indexOf('\n');
      if (at >= 0) {
        const line = this.#bytes.slice(0, at).replace(/\r$/, '');
        this.#bytes = this.#bytes.slice(at + 1);
        return line;
      }
      if (this.#bytes.length > LINE_BYTES_MAX) throw new RespError('Protocol error: too big inline request');
      if (!(await this.#more())) return undefined;
    }
  }

  async #more(): Promise<boolean> {
    const bytes = await this.#source.read();
    if (bytes === undefined) return false;
    this.#bytes += bytes;
    return true;
  }
}

function lengthOf(line: string, max: number): number | undefined {
  const text = line.slice(1);
  return /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}
