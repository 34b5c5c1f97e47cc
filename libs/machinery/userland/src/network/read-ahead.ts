import type { ByteSource } from '@klockwork/pod-lifecycle';

/** Byte source with unread: bytes read for a peek are pushed back. */
export class ReadAhead implements ByteSource {
  readonly #source: ByteSource;
  #bytes = '';

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The next `count` bytes, which stay; fewer at the end. */
  async peek(count: number): Promise<string> {
    while (this.#bytes.length < count) {
      const more = await this.#source.read();
      if (more === undefined) break;
      this.#bytes += more;
    }
    return this.#bytes.slice(0, count);
  }

  /** The next `count` bytes; fewer at the end. */
  async take(count: number): Promise<string> {
    const bytes = await this.peek(count);
    this.#bytes = this.#bytes.slice(bytes.length);
    return bytes;
  }

  async read(): Promise<string | undefined> {
    if (this.#bytes === '') return this.#source.read();
    const bytes = this.#bytes;
    this.#bytes = '';
    return bytes;
  }
}
