import { type ByteSink, type LinePieces, writeAll } from '@klockwork/http-api';
import { Fifo } from './fifo.ts';

/** Options of a {@link BoundedWriter}. */
export interface BoundedWriterOptions<T> {
  /** Returns the text of an item, once the client takes it. */
  readonly textOf: (item: T) => string;
  /** Max items that wait for a slow client. */
  readonly pendingMax: number;
  /** Returns false to end the writer if `added` must wait while `longest` still waits. Default true. */
  readonly mayWait?: (longest: T, addition: T) => boolean;
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
  readonly #pending = new Fifo<T>();
  readonly #drainedWaiters: (() => void)[] = [];
  #waiting = false;
  #ended = false;
  #isDropped = false;

  constructor(sink: ByteSink, options: BoundedWriterOptions<T>) {
    this.#sink = sink;
    this.#options = options;
  }

  write(item: T): void {
    if (this.#ended) return;
    if (!this.#waiting) {
      if (!this.#sink.write(this.#options.textOf(item))) this.#waitFor(this.#sink.drained());
      return;
    }
    this.#pending.push(item);
    const { pendingMax, mayWait } = this.#options;
    if (this.#pending.length > pendingMax || mayWait?.(this.#pending.first as T, item) === false) this.#cutOff();
  }

  /** Writes initial lines, unlimited in number, before all that waits: each line is built when the client takes it. */
  writeFirst(lines: Iterable<LinePieces>): void {
    if (this.#ended) return;
    this.#waitFor(writeAll(this.#sink, this.#untilDropped(lines)));
  }

  *#untilDropped(lines: Iterable<LinePieces>): Generator<LinePieces> {
    for (const pieces of lines) {
      if (this.#isDropped) return;
      yield pieces;
    }
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

  #waitFor(turn: Promise<void>): void {
    this.#waiting = true;
    // A sink rejects after its client disconnected: no reader is left.
    turn.then(
      () => this.#flush(),
      () => this.#lose(),
    );
  }

  #flush(): void {
    this.#waiting = false;
    while (this.#pending.length > 0) {
      if (this.#sink.write(this.#options.textOf(this.#pending.shift() as T))) continue;
      this.#waitFor(this.#sink.drained());
      return;
    }
    this.#settle();
  }

  #drop(): void {
    this.#isDropped = true;
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
