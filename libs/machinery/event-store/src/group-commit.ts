import { type Activity, type StopSignal, StopSource } from '@klockwork/kernel';
import { AppendRefusedError } from './append-refused-error.ts';

/** Maximum number of rows per append: with more, the fsync no longer dominates the cost. */
const BATCH_MAX = 128;
/** Flush at this many queued writes without waiting for the end of the turn: later writes are decided while these are written. */
const ENOUGH = 16;
/** Maximum number of running commits: one is written, and the next already waits at the log's thread. */
const COMMITS_MAX = 2;

/** Rejection of every write after a failed append: the durable state is unknown, so the process must exit and restart from the log. */
export class JournalFailedError extends Error {
  override readonly name = 'JournalFailedError';
}

type QueuedItem<T> = { readonly item: T; readonly resolve: () => void; readonly reject: (error: Error) => void };

/** Running commit. `over` resolves after it settled or failed, behind all earlier ones. A rejected commit has no items left. */
type Commit<T> = { batch: readonly QueuedItem<T>[]; readonly over: Promise<void> };

export interface GroupCommitOptions<T> {
  readonly activity: Activity;
  /** Makes a batch durable. Calls may overlap; batches are executed in call order. */
  readonly commit: (batch: readonly T[]) => Promise<void>;
  /** Called for each item of a durable batch, in order of addition, before its writer is notified. */
  readonly settled: (item: T) => void;
  /** Called for a rejected commit: none of its items is stored, and all unsettled items are rejected with it. */
  readonly refused: (error: AppendRefusedError) => void;
  /** Returns true if the next commit must wait until all earlier ones settled. */
  readonly alone?: () => boolean;
}

/**
 * Commits items in ordered groups: items of the same turn, or from the time of running commits, share the next one. At most two commits
 * run. They settle in order regardless of their answers, so acknowledged items are a prefix of added items. Holds Activity from the first
 * waiting item until the last one settled. A failed commit is final. After a rejected one, later items are attempted again.
 */
export class GroupCommit<T> {
  readonly #options: GroupCommitOptions<T>;
  readonly #failed = new StopSource();
  /** Total number of added items. */
  #added = 0;
  /** Items without a commit. */
  #waiting: QueuedItem<T>[] = [];
  /** Running commits, oldest first. */
  readonly #underWay: Commit<T>[] = [];
  #asking: Promise<void> | undefined;
  #failure: JournalFailedError | undefined;

  constructor(options: GroupCommitOptions<T>) {
    this.#options = options;
  }

  /** Stops after a failed commit. */
  get failed(): StopSignal {
    return this.#failed;
  }

  get failure(): JournalFailedError | undefined {
    return this.#failure;
  }

  /** Queues an item; resolves after its commit settled. Rejects with JournalFailedError. */
  add(item: T): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#added++;
    const committed = new Promise<void>((resolve, reject) => this.#waiting.push({ item, resolve, reject }));
    if (this.#waiting.length >= ENOUGH && this.#hasRoom()) this.#askForWaiting();
    this.#asking ??= this.#hold(this.#askForAll());
    return committed;
  }

  /** Resolves when no item waits or is being committed, whether by success or failure. */
  async drained(): Promise<void> {
    while (this.#asking !== undefined || this.#underWay.length > 0) await (this.#asking ?? this.#underWay.at(-1)?.over);
  }

  /** Fails the group commit: rejects all waiting, running and future items. */
  fail(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#failure = new JournalFailedError(`the event log failed and takes no more writes: ${why}`, { cause });
    this.#rejectUnsettled(this.#failure);
    this.#failed.stop();
  }

  /** Rejects all unsettled items. Items after the refused one were decided on its result, so none may be stored. */
  #refuse(error: AppendRefusedError): void {
    this.#rejectUnsettled(error);
    this.#options.refused(error);
  }

  #rejectUnsettled(error: Error): void {
    const unsettledItems = [...this.#underWay.flatMap(({ batch }) => batch), ...this.#waiting.splice(0)];
    for (const commit of this.#underWay) commit.batch = [];
    for (const { reject } of unsettledItems) reject(error);
  }

  async #askForAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#room();
      this.#askForWaiting();
    }
    this.#asking = undefined;
  }

  /**
   * Gathers concurrent writes. A single write waits one turn. As long as each turn brings more, gathering continues: the writes share one
   * commit and one message to the log's thread, and their callers wake together. {@link add} flushes early once enough writes wait.
   */
  async #gather(): Promise<void> {
    let added: number;
    do {
      added = this.#added;
      await this.#options.activity.turn();
    } while (this.#added > added);
  }

  async #room(): Promise<void> {
    while (!this.#hasRoom()) await this.#underWay[0]?.over;
  }

  /** True if another commit may start. */
  #hasRoom(): boolean {
    return this.#underWay.length < (this.#options.alone?.() ? 1 : COMMITS_MAX);
  }

  #askForWaiting(): void {
    const batch = this.#waiting.splice(0, BATCH_MAX);
    if (batch.length > 0) this.#ask(batch);
  }

  #ask(batch: readonly QueuedItem<T>[]): void {
    const answers = Promise.allSettled([this.#options.commit(batch.map(({ item }) => item)), this.#underWay.at(-1)?.over]);
    this.#underWay.push({ batch, over: this.#hold(answers.then(([answer]) => this.#take(answer))) });
  }

  /** Settles the oldest running commit. */
  #take(answer: PromiseSettledResult<void>): void {
    if (this.#underWay[0]?.batch.length === 0) this.#requireGap(answer);
    else if (answer.status === 'fulfilled') this.#settleOldest();
    else if (answer.reason instanceof AppendRefusedError) this.#refuse(answer.reason);
    else this.fail(answer.reason);
    this.#underWay.shift();
  }

  /** A commit behind a rejected one left a gap: its items were rejected, so it must not be stored. */
  #requireGap({ status }: PromiseSettledResult<void>): void {
    if (status === 'fulfilled') this.fail(new Error('an append behind a refused one was stored'));
  }

  #settleOldest(): void {
    try {
      for (const { item, resolve } of this.#underWay[0]?.batch ?? []) {
        this.#options.settled(item);
        resolve();
      }
    } catch (error) {
      this.fail(error);
    }
  }

  #hold(work: Promise<void>): Promise<void> {
    return this.#options.activity.track('log append', work);
  }
}
