import type { ByteSink } from '../http.ts';
import { Fifo } from './fifo.ts';

/** How a {@link BoundedWriter} writes. */
export interface BoundedWriterOptions<T> {
  /** Returns the text of an item, when the client takes it. */
  readonly textOf: (item: T) => string;
  /** Max items that wait for a slow client. */
  readonly pendingMax: number;
  /** Returns false to end the writer when `longest` waits and `added` has to wait too. True unless given. */
  readonly mayWait?: (longest: T, added: T) => boolean;
  /** Called when the client was too slow; nothing more is written then. */
  readonly onCutOff: () => void;
}

/**
 * Writes to a client that may be slow. What the client does not take waits in order, as it is: its text is made when it is taken. When
 * too much waits, or for too long, the client is cut off: it can begin again where it was.
 */
export class BoundedWriter<T> {
  readonly #sink: ByteSink;
  readonly #options: BoundedWriterOptions<T>;
  /** Written before all that waits. */
  #first: Iterator<T> | undefined;
  readonly #pending = new Fifo<T>();
  readonly #drainedWaiters: (() => void)[] = [];
  #waiting = false;
  #ended = false;

  constructor(sink: ByteSink, options: BoundedWriterOptions<T>) {
    this.#sink = sink;
    this.#options = options;
  }

  write(item: T): void {
    if (this.#ended) return;
    if (!this.#waiting) {
      if (!this.#sink.write(this.#options.textOf(item))) this.#waitForDrain();
      return;
    }
    this.#pending.push(item);
    const { pendingMax, mayWait } = this.#options;
    if (this.#pending.length > pendingMax || mayWait?.(this.#pending.first as T, item) === false) this.#cutOff();
  }

  /** Writes the first items of all, each of which is made when the client takes it: their number is not limited. */
  writeFirst(items: Iterable<T>): void {
    if (this.#ended) return;
    this.#first = items[Symbol.iterator]();
    this.#flush();
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

  /** Ends the answer without what waits. */
  abandon(): void {
    this.#drop();
    this.end();
  }

  #cutOff(): void {
    this.#drop();
    this.#options.onCutOff();
    this.end();
  }

  #waitForDrain(): void {
    this.#waiting = true;
    // A sink whose client is gone rejects: there is nobody left to write to.
    this.#sink.drained().then(
      () => this.#flush(),
      () => this.#lose(),
    );
  }

  #flush(): void {
    this.#waiting = false;
    for (let item = this.#take(); item !== undefined; item = this.#take()) {
      if (this.#sink.write(this.#options.textOf(item.value))) continue;
      this.#waitForDrain();
      return;
    }
    this.#settle();
  }

  #take(): { readonly value: T } | undefined {
    const first = this.#first?.next();
    if (first?.done === false) return first;
    this.#first = undefined;
    return this.#pending.length === 0 ? undefined : { value: this.#pending.shift() as T };
  }

  #drop(): void {
    this.#first = undefined;
    this.#pending.clear();
  }

  #settle(): void {
    if (this.#ended) this.#sink.end();
    for (const resolve of this.#drainedWaiters.splice(0)) resolve();
  }

  #lose(): void {
    this.#drop();
    this.#ended = true;
    for (const resolve of this.#drainedWaiters.splice(0)) resolve();
  }
}
