import { encodeUtf8 } from '@klockwork/api-machinery';

/** Writes one protobuf message: fields of text, flags and messages are all that a document needs. */
export class MessageWriter {
  readonly #bytes: number[] = [];

  /** The message so far. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** A string; none when it is undefined or empty. */
  text(field: number, text: string | undefined): this {
    return text === undefined || text === '' ? this : this.#delimited(field, encodeUtf8(text));
  }

  /** Strings of a repeated field. */
  texts(field: number, texts: readonly string[] = []): this {
    for (const text of texts) this.text(field, text);
    return this;
  }

  /** A bool; none when it is not true. */
  flag(field: number, value: boolean | undefined): this {
    if (value !== true) return this;
    this.#varint(field * 8);
    this.#varint(1);
    return this;
  }

  /** A message; none when it is undefined. */
  message(field: number, message: MessageWriter | undefined): this {
    return message === undefined ? this : this.#delimited(field, message.#bytes);
  }

  #delimited(field: number, bytes: ArrayLike<number> & Iterable<number>): this {
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#bytes.push((rest & 127) | 128);
    this.#bytes.push(rest);
  }
}
