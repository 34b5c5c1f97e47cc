import { encodeUtf8 } from '@klockwork/kernel';

/** Writes a protobuf message with text fields, flags and nested messages, which suffice for documents. */
export class MessageWriter {
  readonly #bytes: number[] = [];

  /** Returns the encoded message. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** Writes a string unless undefined or empty. */
  text(field: number, text: string | undefined): this {
    return text === undefined || text === '' ? this : this.#delimited(field, encodeUtf8(text));
  }

  /** Strings of a repeated field. */
  texts(field: number, texts: readonly string[] = []): this {
    for (const text of texts) this.text(field, text);
    return this;
  }

  /** Writes a bool if true. */
  flag(field: number, value: boolean | undefined): this {
    if (value !== true) return this;
    this.#varint(field * 8);
    this.#varint(1);
    return this;
  }

  /** Writes a nested message unless undefined. */
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
