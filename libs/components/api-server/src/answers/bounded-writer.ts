import type { ByteSink } from '../http.ts';

/**
 * Writes chunks to a client that may be slow. What the client does not take waits in order; more than `pendingMax` waiting
 * chunks cut the client off: it can begin again where it was.
 */
export class BoundedWriter {
  readonly #sink: ByteSink;
  readonly #pendingMax: number;
  readonly #onCutOff: () => void;
  #pending: string[] = [];
  readonly #drainedWaiters: (() => void)[] = [];
  #waiting = false;
  #ended = false;

  constructor(sink: ByteSink, { pendingMax, onCutOff }: { pendingMax: number; onCutOff: () => void }) {
    this.#sink = sink;
    this.#pendingMax = pendingMax;
    this.#onCutOff = onCutOff;
  }

  write(chunk: string): void {
    if (this.#ended) return;
    if (!this.#waiting) {
      if (!this.#sink.write(chunk)) this.#waitForDrain();
      return;
    }
    this.#pending.push(chunk);
    if (this.#pending.length <= this.#pendingMax) return;
    this.#pending = [];
    this.#onCutOff();
    this.end();
  }

  /** Resolves when nothing waits: for writers that can make their next chunk later. */
  drained(): Promise<void> {
    if (!this.#waiting || this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#drainedWaiters.push(resolve));
  }

  /** Ends the answer once what waits is written. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#waiting) this.#sink.end();
  }

  #waitForDrain(): void {
    this.#waiting = true;
    // A sink whose client is gone rejects: there is nobody left to write to.
    this.#sink.drained().then(
      () => this.#flush(),
      () => this.#abandon(),
    );
  }

  #flush(): void {
    this.#waiting = false;
    const pending = this.#pending.splice(0);
    if (pending.length > 0 && !this.#sink.write(pending.join(''))) this.#waitForDrain();
    else this.#settle();
  }

  #settle(): void {
    if (this.#ended) this.#sink.end();
    for (const resolve of this.#drainedWaiters.splice(0)) resolve();
  }

  #abandon(): void {
    this.#pending = [];
    this.#ended = true;
    for (const resolve of this.#drainedWaiters.splice(0)) resolve();
  }
}
