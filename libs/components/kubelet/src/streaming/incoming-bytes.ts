import type { ByteSource } from '@klockwork/pod-lifecycle';

/** Bytes from a client for a process. `onRead` receives the number of read bytes, which frees room. */
export class IncomingBytes implements ByteSource {
  readonly #onRead: (bytes: number) => void;
  readonly #chunks: string[] = [];
  #reader: ((chunk: string | undefined) => void) | undefined;
  #ended = false;

  constructor(onRead: (bytes: number) => void) {
    this.#onRead = onRead;
  }

  read(): Promise<string | undefined> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) return Promise.resolve(this.#passOn(chunk));
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  add(bytes: string): void {
    if (this.#ended) this.#onRead(bytes.length);
    else if (this.#reader === undefined) this.#chunks.push(bytes);
    else this.#give(this.#passOn(bytes));
  }

  end(): void {
    this.#ended = true;
    this.#give(undefined);
  }

  /** Drops waiting and future bytes of a stream without a reader. */
  drop(): void {
    for (const chunk of this.#chunks.splice(0)) this.#onRead(chunk.length);
    this.end();
  }

  #passOn(chunk: string): string {
    this.#onRead(chunk.length);
    return chunk;
  }

  #give(chunk: string | undefined): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.(chunk);
  }
}
