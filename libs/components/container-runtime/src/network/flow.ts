import { StoppedError } from '@klockwork/kernel';
import { ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import { READ_BYTES } from '@klockwork/userland';

/** Max bytes in flight before a writer waits: both socket buffers. */
const CAPACITY = 131_072;

/** Direction of a connection: the reader gets each byte once, in order. */
export class Flow {
  #bytes = '';
  #ended = false;
  #readerIsGone = false;
  #failure: ConnectionFailure | undefined;
  readonly #waiting = new Set<() => void>();

  /** Number of unread bytes. */
  get unread(): number {
    return this.#bytes.length;
  }

  /** Finished: ended and fully read, or broken. */
  get over(): boolean {
    return this.#failure !== undefined || this.#readerIsGone || (this.#ended && this.#bytes === '');
  }

  /** The next bytes, or undefined at the end. Rejects with ConnectionError once broken off, StoppedError once the reader is gone. */
  async read(bytesMax = READ_BYTES): Promise<string | undefined> {
    while (this.#bytes === '' && !this.#ended && !this.#isBroken) await this.#change();
    if (this.#readerIsGone) throw new StoppedError();
    if (this.#failure !== undefined) throw new ConnectionError(this.#failure);
    if (this.#bytes === '') return undefined;
    const bytes = this.#bytes.slice(0, bytesMax);
    this.#bytes = this.#bytes.slice(bytes.length);
    this.#changed();
    return bytes;
  }

  /**
   * Writes bytes; returns a promise under backpressure. Rejects with ConnectionError without a reader, and with StoppedError once ended.
   */
  write(bytes: string): Promise<void> | undefined {
    if (this.#isBroken || this.#ended) return Promise.reject(this.#writeError());
    if (bytes === '') return undefined;
    this.#bytes += bytes;
    this.#changed();
    return this.#bytes.length > CAPACITY ? this.#drained() : undefined;
  }

  /** Closes the writing side. */
  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** Closes the reading side; unread bytes are lost. */
  dropReader(): void {
    this.#readerIsGone = true;
    this.#bytes = '';
    this.#changed();
  }

  /** Breaks both sides; unread bytes are lost. */
  fail(failure: ConnectionFailure): void {
    this.#failure ??= failure;
    this.#bytes = '';
    this.#changed();
  }

  get #isBroken(): boolean {
    return this.#failure !== undefined || this.#readerIsGone;
  }

  async #drained(): Promise<void> {
    while (this.#bytes.length > CAPACITY && !this.#isBroken) await this.#change();
    if (this.#isBroken) throw this.#writeError();
  }

  #writeError(): Error {
    if (this.#failure === undefined && this.#ended) return new StoppedError();
    return new ConnectionError(this.#failure ?? 'reset');
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
