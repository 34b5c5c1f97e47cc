import {
  CONTROL_LINE_BYTES_MAX,
  CONTROL_LINE_EXCEEDED,
  PARSER_ERROR,
  PAYLOAD_EXCEEDED,
  ProtocolError,
  UNKNOWN_OPERATION,
} from './protocol.ts';

/** Operations of a client, in order. Text is latin1, which preserves every byte of a subject. */
export interface Operations {
  connect(options: string): void;
  ping(): void;
  pong(): void;
  subscribe(subject: string, queue: string | undefined, sid: string): void;
  /** `max` counts from the subscription's start; undefined ends it now. */
  unsubscribe(sid: string, max: number | undefined): void;
  /** `frame` is headers, payload and the closing CRLF, a view into what was received. `headerBytes` is 0 without headers. */
  publish(subject: string, reply: string | undefined, headerBytes: number, frame: Buffer): void;
}

const NEWLINE = 10;
const RETURN = 13;
const INCOMPLETE = -1;
const KEPT_PARTS_MAX = 1024;
/** Server operations, ignored from clients. */
const IGNORED: ReadonlySet<string> = new Set(['+OK', 'INFO']);

/**
 * Reads the client's side of the NATS protocol from chunks cut anywhere, and copies a payload only when a cut goes through it.
 * Holds at most one control line and one payload. Throws ProtocolError, after which it must not be used again.
 */
export class OperationParser {
  readonly #to: Operations;
  readonly #payloadBytesMax: number;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** Minimum bytes of the incomplete operation. */
  #neededBytes = 0;

  constructor(to: Operations, payloadBytesMax: number) {
    this.#to = to;
    this.#payloadBytesMax = payloadBytesMax;
  }

  parse(chunk: Buffer): void {
    const data = this.#withKept(chunk);
    if (data === undefined) return;
    let at = 0;
    while (at < data.length) {
      const next = this.#operation(data, at);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (at < data.length) this.#keep(data.subarray(at));
  }

  #withKept(chunk: Buffer): Buffer | undefined {
    if (this.#keptBytes === 0) return chunk;
    this.#keep(chunk);
    if (this.#keptBytes < this.#neededBytes) return undefined;
    const data = this.#joined();
    this.#kept = [];
    this.#keptBytes = 0;
    return data;
  }

  #joined(): Buffer {
    return Buffer.concat(this.#kept, this.#keptBytes);
  }

  #keep(part: Buffer): void {
    this.#kept.push(part);
    this.#keptBytes += part.length;
    // A client that sends byte by byte must not cost a buffer for each byte.
    if (this.#kept.length >= KEPT_PARTS_MAX) this.#kept = [this.#joined()];
  }

  /** Carries out the operation that begins at `start` and returns where the next one begins, or INCOMPLETE. */
  #operation(data: Buffer, start: number): number {
    const newline = data.indexOf(NEWLINE, start);
    const lineBytes = (newline < 0 ? data.length : newline) - start;
    if (lineBytes > CONTROL_LINE_BYTES_MAX) throw new ProtocolError(CONTROL_LINE_EXCEEDED);
    if (newline < 0) return this.#waitFor(lineBytes + 1);
    const end = newline > start && data[newline - 1] === RETURN ? newline - 1 : newline;
    const words = wordsOf(data.toString('latin1', start, end));
    const name = (words[0] as string).toUpperCase();
    if (name === 'PUB') return this.#publish(data, start, newline + 1, pubOf(words));
    if (name === 'HPUB') return this.#publish(data, start, newline + 1, hpubOf(words));
    if (name === 'CONNECT') this.#to.connect(data.toString('utf8', start, end).slice('CONNECT'.length).trim());
    else this.#control(name, words);
    return newline + 1;
  }

  #control(name: string, words: readonly string[]): void {
    if (name === 'SUB') this.#subscribe(words);
    else if (name === 'UNSUB') this.#unsubscribe(words);
    else if (name === 'PING') this.#to.ping();
    else if (name === 'PONG') this.#to.pong();
    else if (!IGNORED.has(name)) throw new ProtocolError(UNKNOWN_OPERATION);
  }

  #publish(data: Buffer, start: number, frameStart: number, { subject, reply, headerBytes, bytes }: Publication): number {
    if (bytes > this.#payloadBytesMax) throw new ProtocolError(PAYLOAD_EXCEEDED);
    const frameEnd = frameStart + bytes + 2;
    if (frameEnd > data.length) return this.#waitFor(frameEnd - start);
    if (data[frameEnd - 2] !== RETURN || data[frameEnd - 1] !== NEWLINE) throw new ProtocolError(UNKNOWN_OPERATION);
    this.#to.publish(subject, reply, headerBytes, data.subarray(frameStart, frameEnd));
    return frameEnd;
  }

  #subscribe(words: readonly string[]): void {
    if (words.length !== 3 && words.length !== 4) throw new ProtocolError(PARSER_ERROR);
    const sid = words[words.length - 1] as string;
    this.#to.subscribe(words[1] as string, words.length === 4 ? words[2] : undefined, sid);
  }

  #unsubscribe(words: readonly string[]): void {
    if (words.length !== 2 && words.length !== 3) throw new ProtocolError(PARSER_ERROR);
    const max = words.length === 3 ? count(words[2]) : 0;
    this.#to.unsubscribe(words[1] as string, max === 0 ? undefined : max);
  }

  #waitFor(bytes: number): number {
    this.#neededBytes = bytes;
    return INCOMPLETE;
  }
}

interface Publication {
  readonly subject: string;
  readonly reply: string | undefined;
  readonly headerBytes: number;
  /** Headers and payload. */
  readonly bytes: number;
}

/** `PUB subject [reply] bytes` */
function pubOf(words: readonly string[]): Publication {
  if (words.length !== 3 && words.length !== 4) throw new ProtocolError(PARSER_ERROR);
  const reply = words.length === 4 ? words[2] : undefined;
  return { subject: words[1] as string, reply, headerBytes: 0, bytes: count(words[words.length - 1]) };
}

/** `HPUB subject [reply] header-bytes bytes` */
function hpubOf(words: readonly string[]): Publication {
  if (words.length !== 4 && words.length !== 5) throw new ProtocolError(PARSER_ERROR);
  const reply = words.length === 5 ? words[2] : undefined;
  const headerBytes = count(words[words.length - 2]);
  const bytes = count(words[words.length - 1]);
  if (headerBytes > bytes) throw new ProtocolError(PARSER_ERROR);
  return { subject: words[1] as string, reply, headerBytes, bytes };
}

function wordsOf(line: string): string[] {
  const words = line.split(' ');
  const plain = !words.includes('') && !line.includes('\t');
  return plain ? words : line.split(/[ \t]+/).filter((word, index) => word !== '' || index === 0);
}

function count(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw new ProtocolError(PARSER_ERROR);
  return Number(text);
}
