import { type Activity, assert, type Cancel, type Clock, everyWhole, type LabTime, StoppedError, type StopSignal } from '@klockwork/kernel';
import { keyText, type ObjectKey } from '@klockwork/resources';
import { AppendRefusedError } from './append-refused-error.ts';
import type { Committed } from './committed.ts';
import { DamagedLogError } from './damaged-log-error.ts';
import { type EventStore, PRUNED_MAX, type RetentionRule } from './event-store.ts';
import { GroupCommit, type JournalFailedError } from './group-commit.ts';
import { kindName } from './kind-name.ts';
import type { LiveObject } from './live-object.ts';
import { type LogDraft, type StampedWrite, stamp } from './log-draft.ts';
import type { Revision } from './log-event.ts';
import { type LogQuery, type LogSlice, ofKind, takeAsked } from './log-query.ts';
import type { LogState, LogStateReader } from './log-state.ts';
import { LogTail } from './log-tail.ts';
import { PendingWrites } from './pending-writes.ts';
import { restoreState } from './restore-state.ts';
import { type RetainedKind, retentionRules } from './retention.ts';
import { eventOf, storedEventOf, type WholeEvent } from './stored-event.ts';

/** A snapshot is saved each time this many events were folded in since the last, unless said otherwise. */
const SNAPSHOT_EVENTS = 5_000;
/** How often retention runs, in ms of lab time. */
const RETENTION_PERIOD_MS = 5 * 60_000;
const RETENTION_TIMER = { name: 'log-retention', upkeep: true } as const;

/** What a journal stands on. `kinds` says what may be forgotten. */
export interface JournalOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly kinds?: readonly RetainedKind[];
  readonly snapshotEvents?: number;
  /** Called with each error of the store that does not fail the journal: a refused append, a read of damaged events. */
  readonly onTrouble?: (error: AppendRefusedError | DamagedLogError) => void;
}

/**
 * The one writer of the log, and the state it folds to. A write is stamped at once, committed in a group, then applied, then
 * handed to listeners, then acknowledged; readers see only what is durable.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #state: LogState;
  readonly #pending = new PendingWrites();
  readonly #tail: LogTail;
  readonly #group: GroupCommit<StampedWrite>;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #refusalListeners = new Set<(error: AppendRefusedError) => void>();
  readonly #stopRetention: Cancel;
  /** Kinds whose objects are held as text. */
  readonly #loose: ReadonlySet<string>;
  #revision: Revision;
  #at: LabTime;
  #snapshotRevision: Revision;
  #closed = false;

  /** Reads the newest snapshot and folds the tail. The store stays the caller's to close, after the journal. */
  static async open(options: JournalOptions): Promise<Journal> {
    const { state, snapshotRevision } = await restoreState(options.store);
    return new Journal(options, state, snapshotRevision);
  }

  private constructor(options: JournalOptions, state: LogState, snapshotRevision: Revision) {
    this.#options = options;
    this.#state = state;
    this.#tail = new LogTail(state.revision);
    this.#revision = state.revision;
    this.#at = state.at;
    this.#snapshotRevision = snapshotRevision;
    this.#group = new GroupCommit({
      activity: options.activity,
      commit: (batch) => this.#commit(batch),
      settled: (write) => this.#settle(write),
      refused: (error) => this.#refuse(error),
      // A snapshot of what is settled names events that a commit under way supersedes: retention might remove them before it is saved.
      alone: () => this.#isSnapshotDue(),
    });
    this.#loose = new Set(options.kinds?.filter(({ timeToLiveMs }) => timeToLiveMs !== undefined).map(kindName));
    const forgets = options.kinds?.some(({ retentionMs }) => retentionMs !== undefined);
    this.#stopRetention = forgets ? everyWhole(options.clock, RETENTION_PERIOD_MS, RETENTION_TIMER, () => this.#retain()) : () => {};
  }

  /** The fold of all durable events. */
  get state(): LogStateReader {
    return this.#state;
  }

  /** Whether superseded events of a kind are forgotten, as of one that is written on and on to say that somebody lives. */
  forgets({ group, resource }: { readonly group: string; readonly resource: string }): boolean {
    return (
      this.#options.kinds?.some((kind) => kind.group === group && kind.resource === resource && kind.retentionMs !== undefined) ?? false
    );
  }

  /** Stops when the log failed: the process must end and start again from what is durable. */
  get failed(): StopSignal {
    return this.#group.failed;
  }

  /** Why, once `failed` has stopped. */
  get failure(): JournalFailedError | undefined {
    return this.#group.failure;
  }

  /** The newest state of an object, writes that are not yet durable included: what a write is to be decided on. */
  latest(key: ObjectKey): LiveObject | undefined {
    const pending = this.#pending.latest(key);
    return pending === 'deleted' ? undefined : (pending ?? this.#state.get(key));
  }

  /** The newest states of a kind's objects in a namespace ('' for cluster-scoped kinds), as {@link latest} knows them. In no order. */
  *latestIn(kind: { group: string; resource: string }, namespace: string): Generator<LiveObject> {
    const pending = [...this.#pending.of(kind)].filter(({ event }) => event.key.namespace === namespace);
    const changed = new Set(pending.map(({ event }) => event.key.name));
    for (const live of this.#state.list({ ...kind, namespace })) if (!changed.has(live.key.name)) yield live;
    for (const { event, live } of pending) if (event.change !== 'deleted') yield live;
  }

  /**
   * Stamps the draft at once, so that `latest` knows it when this returns; resolves when it is durable, applied and handed to listeners.
   * Rejects with AssertionError when the draft was not decided on `latest`, with AppendRefusedError when the store takes nothing at present,
   * as on a full disk, with JournalFailedError when the log failed, and with StoppedError after `close`.
   */
  async write(draft: LogDraft): Promise<WholeEvent> {
    if (this.failure !== undefined) throw this.failure;
    if (this.#closed) throw new StoppedError();
    this.#assertDecidedOnLatest(draft);
    const write = stamp(draft, {
      revision: this.#revision + 1,
      previousRevisionOfKind: this.#pending.kindRevision(draft.key) ?? this.#state.kindRevision(draft.key.group, draft.key.resource),
      at: Math.max(this.#options.clock.now(), this.#at),
    });
    this.#revision = write.event.revision;
    this.#at = write.event.at;
    this.#pending.add(write);
    await this.#group.add(write);
    return write.event;
  }

  /** Calls `listener` for each event once it is durable and applied, in revision order and synchronously. */
  onCommitted(listener: (committed: Committed) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when the store refused an append: no write that was stamped and not committed by then is stored. */
  onRefused(listener: (error: AppendRefusedError) => void): Cancel {
    this.#refusalListeners.add(listener);
    return () => this.#refusalListeners.delete(listener);
  }

  /**
   * All durable events after a revision, with what they replaced, from memory; undefined when memory does not reach back that far.
   * Synchronous: who also listens from the same turn on misses nothing and sees nothing twice.
   */
  recent(query: { after: Revision; kind?: { group: string; resource: string } }): readonly Committed[] | undefined {
    const { kind } = query;
    const events = this.#tail.after(query.after);
    return events === undefined || kind === undefined ? events : ofKind(events, kind);
  }

  /** Whether memory reaches back to the event of a revision. */
  readonly remembers = (revision: Revision): boolean => this.#tail.covers(revision);

  /** The kept log after a revision, from memory where it covers and from the store otherwise. */
  async read(query: LogQuery): Promise<LogSlice> {
    const kind = query.kind ?? query.key;
    const recent = this.recent({ after: query.after, ...(kind && { kind }) });
    const events = recent === undefined ? await this.#held(this.#orTell(this.#readStored(query))) : takeAsked(recent, query);
    const complete = recent !== undefined || (await this.#held(this.#isComplete(query.after, kind)));
    const head = kind === undefined ? this.#state.revision : this.#state.kindRevision(kind.group, kind.resource);
    return { events, head, complete };
  }

  /** Removes superseded events by rule, a bounded number at a time; returns how many. */
  async prune(rules: readonly RetentionRule[]): Promise<number> {
    let removed = 0;
    for (let last = PRUNED_MAX; last === PRUNED_MAX; ) {
      last = await this.#options.store.prune(rules);
      removed += last;
      if (last === PRUNED_MAX) await this.#options.activity.turn();
    }
    return removed;
  }

  /** A reader's position in the log, durable by name; 0 when it was never saved. */
  checkpoint(name: string): Promise<Revision> {
    return this.#held(this.#options.store.checkpoint(name));
  }

  /** Saves a position. Rejects with AppendRefusedError when the store takes nothing at present. One that cannot save it has failed, and the journal with it. */
  async saveCheckpoint(name: string, revision: Revision): Promise<void> {
    await this.#held(this.#orFail(this.#options.store.saveCheckpoint(name, revision)));
  }

  /** Commits what waits, saves a snapshot and refuses further writes. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopRetention();
    await this.#group.drained();
    if (this.failure === undefined && this.#state.revision > this.#snapshotRevision) await this.#held(this.#trySnapshot());
  }

  #assertDecidedOnLatest(draft: LogDraft): void {
    const latest = this.latest(draft.key)?.revision ?? 0;
    assert(
      draft.previousRevision === latest && (draft.change === 'created') === (latest === 0),
      () => `${draft.type} of ${keyText(draft.key)} was decided on revision ${draft.previousRevision}, but it is at ${latest}`,
    );
  }

  /** Asks at once for all that it needs, so that batches reach the store in their order. */
  async #commit(batch: readonly StampedWrite[]): Promise<void> {
    const saved = this.#isSnapshotDue() ? this.#trySnapshot() : undefined;
    await Promise.all([saved, this.#options.store.append(batch.map(({ event, live }) => storedEventOf(event, live.json)))]);
  }

  #isSnapshotDue(): boolean {
    return this.#state.revision - this.#snapshotRevision >= (this.#options.snapshotEvents ?? SNAPSHOT_EVENTS);
  }

  #settle(write: StampedWrite): void {
    const { event, live } = write;
    const previous = this.#state.get(event.key)?.object;
    this.#state.apply(event, this.#loose.has(kindName(event.key)) ? live.loose() : live);
    this.#pending.settle(write);
    const committed = { event, json: live.json, ...(previous && { previous }) };
    this.#tail.push(committed);
    for (const listener of this.#listeners) listener(committed);
  }

  /** Forgets what was stamped and not committed: the next write follows what is durable. */
  #refuse(error: AppendRefusedError): void {
    this.#pending.clear();
    this.#revision = this.#state.revision;
    this.#at = this.#state.at;
    this.#options.onTrouble?.(error);
    for (const listener of this.#refusalListeners) listener(error);
  }

  /** Saves a snapshot. Without room the last snapshot stays, and the next commit retries. */
  async #trySnapshot(): Promise<void> {
    const snapshot = this.#state.snapshot();
    try {
      await this.#options.store.saveSnapshot(snapshot);
      this.#snapshotRevision = snapshot.revision;
    } catch (error) {
      if (!(error instanceof AppendRefusedError)) throw error;
      this.#options.onTrouble?.(error);
    }
  }

  async #readStored(query: LogQuery): Promise<readonly WholeEvent[]> {
    const stored = await this.#options.store.readAfter(query);
    // What is durable but not yet applied is not to be seen yet.
    return stored.filter(({ revision }) => revision <= this.#state.revision).map(eventOf);
  }

  /** Asked after the events were read: pruning only grows, so what was pruned before the read is known now. */
  async #isComplete(after: Revision, kind: { group: string; resource: string } | undefined): Promise<boolean> {
    const pruned = await this.#options.store.prunedThrough();
    const through = kind === undefined ? Math.max(0, ...Object.values(pruned)) : (pruned[kindName(kind)] ?? 0);
    return after >= through;
  }

  #retain(): void {
    const rules = retentionRules(this.#options.kinds ?? [], this.#options.clock.now());
    // A failure is told by `failed`, the rest by `onTrouble`; the next time comes.
    this.#held(this.#orFail(this.prune(rules))).catch(() => {});
  }

  /** The lab's time waits for the log, whoever asks it: what it answers must not depend on how fast it is. */
  #held<T>(asked: Promise<T>): Promise<T> {
    return this.#options.activity.track('event log', asked);
  }

  /** A store that refused at present, or that found damage in what it was to remove, has changed nothing. */
  async #orFail<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.#orTell(work);
    } catch (error) {
      if (!isTrouble(error)) this.#group.fail(error);
      throw error;
    }
  }

  async #orTell<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isTrouble(error)) this.#options.onTrouble?.(error);
      throw error;
    }
  }
}

function isTrouble(error: unknown): error is AppendRefusedError | DamagedLogError {
  return error instanceof AppendRefusedError || error instanceof DamagedLogError;
}
