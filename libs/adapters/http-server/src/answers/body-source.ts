import type { ApiAnswer } from '@klockwork/http-api';
import type { HostTimer } from '@klockwork/kernel';

/** Max time to create one part of a body, in ms of host time. */
const PART_MS = 4;
/** Number of texts between two checks of the time. */
const TEXTS_PER_CHECK = 16;
/** Max bytes of UTF-8 for one UTF-16 unit. */
const UNIT_BYTES_MAX = 3;

/** Part of a body: number of bytes, and true for the last part. */
export interface BodyPart {
  readonly bytes: number;
  readonly last: boolean;
}

/** Reader of a body, part by part. */
export interface BodySource {
  /** Writes the next bytes into `buffer`: possibly none, even if more follow. */
  fill(buffer: Buffer): BodyPart;
}

export function bodySource(body: ApiAnswer['body'], host: HostTimer): BodySource {
  if (body instanceof Uint8Array) return new BytesSource(body);
  return new TextSource(typeof body === 'string' ? [body] : body.texts, host);
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

/** Encodes texts directly into the buffer: many answers share the texts, so joining would copy them. */
class TextSource implements BodySource {
  readonly #texts: Iterator<string>;
  readonly #host: HostTimer;
  #text = '';
  #at = 0;

  constructor(texts: Iterable<string>, host: HostTimer) {
    this.#texts = texts[Symbol.iterator]();
    this.#host = host;
  }

  fill(buffer: Buffer): BodyPart {
    const until = this.#host.now() + PART_MS;
    let bytes = 0;
    for (let count = 1; count % TEXTS_PER_CHECK > 0 || this.#host.now() < until; count++) {
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

  /** Writes the text from offset `from` of the buffer, as far as room remains. */
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

  /** Returns the text up to an index without splitting a character. Encoding the whole rest for each buffer would cost its length. */
  #upTo(end: number): string {
    const isCut = end < this.#text.length && isHighSurrogate(this.#text.charCodeAt(end - 1));
    return this.#text.slice(this.#at, isCut ? end - 1 : end);
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
