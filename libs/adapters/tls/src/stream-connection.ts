import type { Duplex } from 'node:stream';
import { byteString, bytesOf, StoppedError } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { DialErrors } from '@klockwork/userland';

/** Connection over a Node stream. */
export class StreamConnection implements Connection {
  readonly #stream: Duplex;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #errors: DialErrors;
  #isClosed = false;

  constructor(stream: Duplex, errors: DialErrors) {
    this.#stream = stream;
    this.#errors = errors;
    this.#chunks = stream[Symbol.asyncIterator]();
    // Reads and writes report errors.
    stream.on('error', () => {});
  }

  async read(): Promise<string | undefined> {
    if (this.#isClosed) throw new StoppedError();
    try {
      const { done, value } = await this.#chunks.next();
      return done === true ? undefined : byteString(value);
    } catch {
      throw this.#isClosed ? new StoppedError() : this.#errors.connection('reset');
    }
  }

  /** Resolves once the bytes have left the stream: its owner may close the connection below. */
  write(bytes: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoppedError());
    if (this.#stream.destroyed) return Promise.reject(this.#errors.connection('reset'));
    return new Promise((resolve, reject) => {
      this.#stream.write(bytesOf(bytes), (error) => (error ? reject(this.#errors.connection('reset')) : resolve()));
    });
  }

  end(): void {
    this.#stream.end();
  }

  close(): void {
    this.#isClosed = true;
    this.#stream.end(() => this.#stream.destroy());
  }

  reset(): void {
    this.#isClosed = true;
    this.#stream.destroy();
  }
}
