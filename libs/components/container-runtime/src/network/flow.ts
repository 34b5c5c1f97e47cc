import { StoppedError } from '@klockwork/kernel';
import { ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import { READ_BYTES } from '@klockwork/userland';

/** Bytes that are under way before who sends has to wait: the buffers of both sockets. */
const CAPACITY = 131_072;

/** One way of a connection: what is written at one end is read at the other, once, in order. */
export class Flow {
  #bytes = '';
  #ended = false;
  #readerIsGone = false;
  #failure: ConnectionFailure | undefined;
  readonly #waiting = new Set<() => void>();

  /** Bytes that nobody has read yet. */
  get unread(): number {
    return this.#bytes.length;
  }

  /** Nothing comes any more: it was ended and read, or broken off. */
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

  /** Takes bytes; gives a promise while the reader is behind. Rejects with ConnectionError when nobody can read it, StoppedError once ended. */
  write(bytes: string): Promise<void> | undefined {
    if (this.#isBroken || this.#ended) return Promise.reject(this.#writeError());
    if (bytes === '') return undefined;
    this.#bytes += bytes;
    this.#changed();
    return this.#bytes.length > CAPACITY ? this.#drained() : undefined;
  }

  /** The writer is done. */
  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** The reader is gone: what was not read is lost. */
  dropReader(): void {
    this.#readerIsGone = true;
    this.#bytes = '';
    this.#changed();
  }

  /** Breaks it off for both; what was not read is lost. */
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
