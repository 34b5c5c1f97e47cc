import type { ByteSink } from '@klockwork/http-api';
import { Fifo } from './fifo.ts';

/** Options of a {@link BoundedWriter}. */
export interface BoundedWriterOptions<T> {
  /** Returns the text of an item, once the client takes it. */
  readonly textOf: (item: T) => string;
  /** Max items that wait for a slow client. */
  readonly pendingMax: number;
  /** Returns false to end the writer if `added` must wait while `longest` still waits. Default true. */
  readonly mayWait?: (longest: T, added: T) => boolean;
  /** Called when a slow client is disconnected; later writes are dropped. */
  readonly onCutOff: () => void;
}

/**
 * Writes to a possibly slow client. Untaken items wait in order; their texts are built when taken. A client with too many or too old
 * waiting items is disconnected, and can resume from its last item.
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

  /** Writes initial items, unlimited in number: each text is built when the client takes it. */
  writeFirst(items: Iterable<T>): void {
    if (this.#ended) return;
    this.#first = items[Symbol.iterator]();
    this.#flush();
  }

  /** Resolves when no item waits, for writers that build chunks later. */
  drained(): Promise<void> {
    if (!this.#waiting || this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#drainedWaiters.push(resolve));
  }

  /** Ends the answer after all waiting items. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#waiting) this.#sink.end();
  }

  /** Ends the answer without waiting items. */
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
    // A sink rejects after its client disconnected: no reader is left.
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
