import type { ApiAnswer } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';

/** Time after which a part of a body is sent as it is, in ms of the host's time: it may have to be made first. */
const PART_MS = 4;
/** Texts that are taken between two looks at the time. */
const TEXTS_PER_LOOK = 16;
/** Bytes of UTF-8 for one UTF-16 unit, at most. */
const UNIT_BYTES_MAX = 3;

/** Part of a body: its bytes, and whether it is the last. */
export interface BodyPart {
  readonly bytes: number;
  readonly last: boolean;
}

/** A body from its beginning to its end. */
export interface BodySource {
  /** Writes the next bytes into `buffer`. There may be none although more follow. */
  fill(buffer: Buffer): BodyPart;
}

/** Reads a body of any form. */
export function bodySource(body: ApiAnswer['body']): BodySource {
  if (body instanceof Uint8Array) return new BytesSource(body);
  return new TextSource(typeof body === 'string' ? [body] : body.texts);
}

class BytesSource implements BodySource {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  fill(buffer: Buffer): BodyPart {
    const part = this.#bytes.subarray(this.#at, this.#at + buffer.length);
    buffer.set(part);
    this.#at += part.length;
    return { bytes: part.length, last: this.#at === this.#bytes.length };
  }
}

const encoder = new TextEncoder();

/** Encodes texts one after the other. Texts are shared by many answers, so none is joined or copied but into the buffer. */
class TextSource implements BodySource {
  readonly #texts: Iterator<string>;
  #text = '';
  #at = 0;

  constructor(texts: Iterable<string>) {
    this.#texts = texts[Symbol.iterator]();
  }

  fill(buffer: Buffer): BodyPart {
    const until = nodeTimer.now() + PART_MS;
    let bytes = 0;
    for (let count = 1; count % TEXTS_PER_LOOK > 0 || nodeTimer.now() < until; count++) {
      if (this.#at === this.#text.length && !this.#next()) return { bytes, last: true };
      bytes += this.#encode(buffer, bytes);
      if (this.#at < this.#text.length) break;
    }
    return { bytes, last: false };
  }

  #next(): boolean {
    const { value, done } = this.#texts.next();
    if (done === true) return false;
    this.#text = value;
    this.#at = 0;
    return true;
  }

  /** Writes as much of the text as fits behind the first `from` bytes. */
  #encode(buffer: Buffer, from: number): number {
    const room = buffer.length - from;
    if (this.#at === 0 && this.#text.length * UNIT_BYTES_MAX <= room) {
      this.#at = this.#text.length;
      return buffer.write(this.#text, from);
    }
    const { read, written } = encoder.encodeInto(this.#upTo(this.#at + room), buffer.subarray(from));
    this.#at += read;
    return written;
  }

  /** The text up to an index, which does not cut a character in two. To encode all of a long text to fill one buffer would cost its length. */
  #upTo(end: number): string {
    const isCut = end < this.#text.length && isHighSurrogate(this.#text.charCodeAt(end - 1));
    return this.#text.slice(this.#at, isCut ? end - 1 : end);
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
