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

  /** Writes a double unless undefined. */
  double(field: number, value: number | undefined): this {
    if (value === undefined) return this;
    this.#varint(field * 8 + 1);
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setFloat64(0, value, true);
    for (let at = 0; at < 8; at++) this.#bytes.push(bytes.getUint8(at));
    return this;
  }

  /** Writes a non-negative integer unless undefined or 0. */
  count(field: number, value: number | undefined): this {
    if (!value) return this;
    this.#varint(field * 8);
    this.#varint(value);
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
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 128);
    this.#bytes.push(rest);
  }
}
