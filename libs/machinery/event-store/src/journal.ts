import { type Activity, assert, type Cancel, type Clock, type LabTime, StoppedError, type StopSignal } from '@klockwork/kernel';
import { keyText, type ObjectKey } from '@klockwork/resources';
import { AppendRefusedError } from './append-refused-error.ts';
import type { CommittedEvent } from './committed-event.ts';
import { type EventStore, PRUNED_MAX, type RetentionRule, type StoredEvent } from './event-store.ts';
import { GroupCommit, type JournalFailedError } from './group-commit.ts';
import { isTrouble, type LogTrouble } from './is-trouble.ts';
import { kindName } from './kind-name.ts';
import type { LiveObject } from './live-object.ts';
import { type LogDraft, type StampedWrite, stamp } from './log-draft.ts';
import { type LogQuery, type LogSlice, matchingEvents, ofKind } from './log-query.ts';
import type { LogState, LogStateReader } from './log-state.ts';
import { LogTail } from './log-tail.ts';
import { textOf } from './past/restore-past.ts';
import { PendingWrites } from './pending-writes.ts';
import { restoreState } from './restore-state.ts';
import { type RetainedKind, retentionRules } from './retention.ts';
import { retainAfterCommits } from './retention-timer.ts';
import type { Revision } from './revision.ts';
import { eventOf, storedEventOf, type WholeEvent } from './stored-event.ts';

/** Default number of folded events between two snapshots. */
const SNAPSHOT_EVENTS = 5_000;

/** Dependencies of a journal. `kinds` defines retention. */
export interface JournalOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly kinds?: readonly RetainedKind[];
  readonly snapshotEvents?: number;
  /** Called for each store error that does not fail the journal: a rejected append, a read of damaged events. */
  readonly onTrouble?: (error: LogTrouble) => void;
}

/**
 * Writer of the log, and its folded state. A write is stamped at once, committed in a group, applied, passed to listeners, and then
 * acknowledged. Readers see durable events only.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #state: LogState;
  readonly #pending = new PendingWrites();
  readonly #tail: LogTail;
  readonly #group: GroupCommit<StampedWrite>;
  readonly #listeners = new Set<(event: CommittedEvent) => void>();
  readonly #refusalListeners = new Set<(error: AppendRefusedError) => void>();
  readonly #stopRetention: Cancel;
  /** Kinds whose objects are held as text. */
  readonly #loose: ReadonlySet<string>;
  #revision: Revision;
  #at: LabTime;
  #snapshotRevision: Revision;
  #closed = false;

  /** Loads the newest snapshot and folds later events. The caller closes the store, after the journal. */
  static async open(options: JournalOptions, restore = restoreState): Promise<Journal> {
    const { state, snapshotRevision } = await restore(options.store);
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
      // A running commit may supersede events named by a snapshot: retention could remove those before the snapshot is saved.
      alone: () => this.#isSnapshotDue(),
    });
    this.#loose = new Set(options.kinds?.filter(({ timeToLiveMs }) => timeToLiveMs !== undefined).map(kindName));
    const forgets = options.kinds?.some(({ retentionMs }) => retentionMs !== undefined);
    this.#stopRetention = forgets ? retainAfterCommits(options.clock, this, () => this.#retain()) : () => {};
  }

  /** Fold of all durable events. */
  get state(): LogStateReader {
    return this.#state;
  }

  /** True if retention prunes superseded events of the kind, as for periodically renewed objects. */
  forgets({ group, resource }: { readonly group: string; readonly resource: string }): boolean {
    return (
      this.#options.kinds?.some((kind) => kind.group === group && kind.resource === resource && kind.retentionMs !== undefined) ?? false
    );
  }

  /** Stops after a failure of the log: the process must exit and restart from durable events. */
  get failed(): StopSignal {
    return this.#group.failed;
  }

  /** Reason of the failure, after `failed` stopped. */
  get failure(): JournalFailedError | undefined {
    return this.#group.failure;
  }

  /** Returns the newest state of an object, including pending writes: the basis for decisions. */
  latest(key: ObjectKey): LiveObject | undefined {
    const pending = this.#pending.latest(key);
    return pending === 'deleted' ? undefined : (pending ?? this.#state.get(key));
  }

  /** Returns the newest states of a kind's objects in a namespace ('' for cluster-scoped kinds), like {@link latest}. Unordered. */
  *latestIn(kind: { group: string; resource: string }, namespace: string): Generator<LiveObject> {
    const pending = [...this.#pending.of(kind)].filter(({ event }) => event.key.namespace === namespace);
    const changedNames = new Set(pending.map(({ event }) => event.key.name));
    for (const live of this.#state.list({ ...kind, namespace })) if (!changedNames.has(live.key.name)) yield live;
    for (const { event, live } of pending) if (event.change !== 'deleted') yield live;
  }

  /**
   * Stamps the draft at once, so that `latest` returns it; resolves once it is durable, applied and passed to listeners. Rejects with
   * AssertionError if the draft was not decided on `latest`, with AppendRefusedError if the store currently rejects appends, as on a full
   * disk, with JournalFailedError after a failure, and with StoppedError after `close`.
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

  /** Applies a stored event that a view of the past replays, in order of revisions; listeners get it like a committed one. */
  replay(event: StoredEvent): void {
    [this.#revision, this.#at] = [event.revision, event.at];
    this.#settle({ event: eventOf(event), live: textOf(event) });
  }

  /** Calls `listener` synchronously for each durable, applied event, in order of revisions. */
  onCommitted(listener: (event: CommittedEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` after a rejected append: all stamped, uncommitted writes are lost. */
  onRefused(listener: (error: AppendRefusedError) => void): Cancel {
    this.#refusalListeners.add(listener);
    return () => this.#refusalListeners.delete(listener);
  }

  /**
   * Returns all durable events after a revision from memory, with the replaced objects; undefined if memory does not reach back far enough.
   * Synchronous: a caller that subscribes in the same turn neither misses nor repeats an event.
   */
  recent(query: { after: Revision; kind?: { group: string; resource: string } }): readonly CommittedEvent[] | undefined {
    const { kind } = query;
    const events = this.#tail.after(query.after);
    return events === undefined || kind === undefined ? events : ofKind(events, kind);
  }

  /** True if memory reaches back to the event of a revision. */
  readonly remembers = (revision: Revision): boolean => this.#tail.covers(revision);

  /** Reads the log after a revision, from memory if possible, otherwise from the store. */
  async read(query: LogQuery): Promise<LogSlice> {
    const kind = query.kind ?? query.key;
    const recent = this.recent({ after: query.after, ...(kind && { kind }) });
    const events = recent === undefined ? await this.#held(this.#orTell(this.#readStored(query))) : matchingEvents(recent, query);
    const complete = recent !== undefined || (await this.#held(this.#isComplete(query.after, kind)));
    const head = kind === undefined ? this.#state.revision : this.#state.kindRevision(kind.group, kind.resource);
    return { events, head, complete };
  }

  /** Prunes superseded events by rule, in bounded steps; returns their number. */
  async prune(rules: readonly RetentionRule[]): Promise<number> {
    let removed = 0;
    for (let last = PRUNED_MAX; last === PRUNED_MAX; ) {
      last = await this.#options.store.prune(rules);
      removed += last;
      if (last === PRUNED_MAX) await this.#options.activity.turn();
    }
    return removed;
  }

  /** Returns a durable named position; 0 if never saved. */
  checkpoint(name: string): Promise<Revision> {
    return this.#held(this.#options.store.checkpoint(name));
  }

  /** Saves a named position. Rejects with AppendRefusedError if the store currently rejects writes. Other errors fail the journal. */
  async saveCheckpoint(name: string, revision: Revision): Promise<void> {
    await this.#held(this.#orFail(this.#options.store.saveCheckpoint(name, revision)));
  }

  /** Commits waiting writes, saves a snapshot, and rejects further writes. */
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

  /** Calls the store synchronously, so that batches arrive in order. */
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

  /** Drops stamped, uncommitted writes: the next write follows the durable state. */
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
    const events = await this.#options.store.readAfter(query);
    // Durable events are invisible before they are applied.
    return events.filter(({ revision }) => revision <= this.#state.revision).map(eventOf);
  }

  /** Called after reading events: pruning only grows, so all earlier pruning is known now. */
  async #isComplete(after: Revision, kind: { group: string; resource: string } | undefined): Promise<boolean> {
    const pruned = await this.#options.store.prunedThrough();
    const through = kind === undefined ? Math.max(0, ...Object.values(pruned)) : (pruned[kindName(kind)] ?? 0);
    return after >= through;
  }

  #retain(): void {
    const rules = retentionRules(this.#options.kinds ?? [], this.#options.clock.now());
    // `failed` reports failures, `onTrouble` other errors; the next run follows.
    this.#held(this.#orFail(this.prune(rules))).catch(() => {});
  }

  /** Holds lab time during store calls: results must not depend on the speed of the store. */
  #held<T>(answer: Promise<T>): Promise<T> {
    return this.#options.activity.track('event log', answer);
  }

  /** A store error that changed nothing passes; every other error fails the journal. */
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
