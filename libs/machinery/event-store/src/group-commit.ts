import { type Activity, type StopSignal, StopSource } from '@klockwork/kernel';
import { AppendRefusedError } from './append-refused-error.ts';

/** Rows of one append at most: with more, the fsync is no longer what costs. */
const BATCH_MAX = 128;
/** So many do not wait for more, not even for the end of the turn: what it brings next is decided on while they are written. */
const ENOUGH = 16;
/** One is written and one is on its way, so that who writes them has the next at hand when one is done. */
const COMMITS_MAX = 2;

/** Every write after a failed append is refused with this: what is durable is unknown, so the process must end and start from the log. */
export class JournalFailedError extends Error {
  override readonly name = 'JournalFailedError';
}

type Waiting<T> = { readonly item: T; readonly resolve: () => void; readonly reject: (error: Error) => void };

/** A commit that was asked for. `over` resolves when it is settled or has failed, after all before it. A refused one has no items left. */
type Commit<T> = { batch: readonly Waiting<T>[]; readonly over: Promise<void> };

/** What a group commit does with its items. */
export interface GroupCommitOptions<T> {
  readonly activity: Activity;
  /** Makes a batch durable. Asked again before it has answered: batches are carried out in the order of asking. */
  readonly commit: (batch: readonly T[]) => Promise<void>;
  /** Called for each item of a durable batch, in the order of adding, before its writer hears of it. */
  readonly settled: (item: T) => void;
  /** Called when a commit was refused: nothing of it is stored, and all that was added and is not settled is refused with it. */
  readonly refused: (error: AppendRefusedError) => void;
  /** True while the next commit has to wait until all before it are settled. */
  readonly alone?: () => boolean;
}

/**
 * Commits items in groups, in order: what comes in the same turn, or while commits are under way, shares the next. Two are under way at
 * a time. They are settled in order, whichever is answered first, so that what is acknowledged is always a beginning of what was added.
 * Holds Activity from the first item that waits until the last one is settled. A failed commit is final. A refused one is not: what comes
 * after it is tried again.
 */
export class GroupCommit<T> {
  readonly #options: GroupCommitOptions<T>;
  readonly #failed = new StopSource();
  /** How many there ever were. */
  #added = 0;
  /** Not yet asked for. */
  #waiting: Waiting<T>[] = [];
  /** Asked for, oldest first. */
  readonly #underWay: Commit<T>[] = [];
  #asking: Promise<void> | undefined;
  #failure: JournalFailedError | undefined;

  constructor(options: GroupCommitOptions<T>) {
    this.#options = options;
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
    this.#added++;
    const committed = new Promise<void>((resolve, reject) => this.#waiting.push({ item, resolve, reject }));
    if (this.#waiting.length >= ENOUGH && this.#hasRoom()) this.#askForWaiting();
    this.#asking ??= this.#hold(this.#askForAll());
    return committed;
  }

  /** Resolves when nothing waits and nothing is under way any more, committed or failed. */
  async drained(): Promise<void> {
    while (this.#asking !== undefined || this.#underWay.length > 0) await (this.#asking ?? this.#underWay.at(-1)?.over);
  }

  /** Ends it: all that wait or are under way, and all that come, are refused. */
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
    const unsettled = [...this.#underWay.flatMap(({ batch }) => batch), ...this.#waiting.splice(0)];
    for (const commit of this.#underWay) commit.batch = [];
    for (const { reject } of unsettled) reject(error);
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
   * Waits for the writes that are on their way. A lonely one waits for one turn. While each turn brings more, all who ask at the same time
   * are gathered: they share one commit and its message to the log's thread, and those who wait for them are woken together.
   * When there are enough, {@link add} asks for them before the turn is over.
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

  /** Whether one more commit may be under way. */
  #hasRoom(): boolean {
    return this.#underWay.length < (this.#options.alone?.() ? 1 : COMMITS_MAX);
  }

  #askForWaiting(): void {
    const batch = this.#waiting.splice(0, BATCH_MAX);
    if (batch.length > 0) this.#ask(batch);
  }

  #ask(batch: readonly Waiting<T>[]): void {
    const answers = Promise.allSettled([this.#options.commit(batch.map(({ item }) => item)), this.#underWay.at(-1)?.over]);
    this.#underWay.push({ batch, over: this.#hold(answers.then(([answer]) => this.#take(answer))) });
  }

  /** Takes what became of the oldest commit under way. */
  #take(answer: PromiseSettledResult<void>): void {
    if (this.#underWay[0]?.batch.length === 0) this.#requireGap(answer);
    else if (answer.status === 'fulfilled') this.#settleOldest();
    else if (answer.reason instanceof AppendRefusedError) this.#refuse(answer.reason);
    else this.fail(answer.reason);
    this.#underWay.shift();
  }

  /** A commit behind a refused one left a gap: its items were refused, so it must not have been stored. */
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
