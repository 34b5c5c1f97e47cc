import { type Activity, type StopSignal, StopSource } from '@klockwork/kernel';

/** Rows of one append at most: with more, the fsync is no longer what costs. */
const BATCH_MAX = 128;
/** So many do not wait for more: what comes meanwhile is decided on while they are written. */
const GATHERED_MAX = 16;

/** Every write after a failed append is refused with this: what is durable is unknown, so the process must end and start from the log. */
export class JournalFailedError extends Error {
  override readonly name = 'JournalFailedError';
}

type Waiting<T> = { readonly item: T; readonly resolve: () => void; readonly reject: (error: Error) => void };

/**
 * Commits items in groups, in order: what comes while one commit is under way, or in the same turn, shares the next.
 * Holds Activity from the first item that waits until the last one is committed. A failed commit is final.
 */
export class GroupCommit<T> {
  readonly #activity: Activity;
  readonly #commit: (batch: readonly T[]) => Promise<void>;
  readonly #settled: (item: T) => void;
  readonly #failed = new StopSource();
  #waiting: Waiting<T>[] = [];
  #running: Promise<void> | undefined;
  #failure: JournalFailedError | undefined;

  /** `commit` makes a batch durable; `settled` is then called for each item in order, before its writer hears of it. */
  constructor(options: { activity: Activity; commit: (batch: readonly T[]) => Promise<void>; settled: (item: T) => void }) {
    this.#activity = options.activity;
    this.#commit = options.commit;
    this.#settled = options.settled;
  }

  /** Stops when a commit failed. */
  get failed(): StopSignal {
    return this.#failed;
  }

  get failure(): JournalFailedError | undefined {
    return this.#failure;
  }

  /** Queues at once; resolves when the item is committed and settled. Rejects with JournalFailedError. */
  add(item: T): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const committed = new Promise<void>((resolve, reject) => this.#waiting.push({ item, resolve, reject }));
    this.#running ??= this.#activity.track('log append', this.#run());
    return committed;
  }

  /** Resolves when nothing waits any more, committed or failed. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Ends it: all that wait, and all that come, are refused. */
  fail(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#failure = new JournalFailedError(`the event log failed and takes no more writes: ${why}`, { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    this.#failed.stop();
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#runBatch();
    } catch (error) {
      this.fail(error);
    } finally {
      this.#running = undefined;
    }
  }

  /**
   * Waits for the writes that are on their way. A lonely one waits for one turn. While each turn brings more, all who ask at the same time
   * are gathered: they share one commit and its message to the log's thread, and those who wait for them are woken together.
   */
  async #gather(): Promise<void> {
    let gathered: number;
    do {
      gathered = this.#waiting.length;
      await this.#activity.turn();
    } while (this.#waiting.length > gathered && gathered < GATHERED_MAX);
  }

  async #runBatch(): Promise<void> {
    await this.#gather();
    const batch = this.#waiting.slice(0, BATCH_MAX);
    await this.#commit(batch.map(({ item }) => item));
    for (const { item, resolve } of batch) {
      this.#settled(item);
      // It stays in the queue until it is settled, so that a failure on the way rejects it.
      this.#waiting.shift();
      resolve();
    }
  }
}
