/** Writes one protobuf message: fields of text, flags and messages are all that a document needs. */
export class MessageWriter {
  readonly #bytes: number[] = [];

  /** The message so far. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** A string; none when it is undefined or empty. */
  text(field: number, text: string | undefined): this {
    return text === undefined || text === '' ? this : this.#delimited(field, utf8Bytes(text));
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

  #delimited(field: number, bytes: readonly number[]): this {
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

/** Written out: hosts' encoders are not for the domain. */
function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
