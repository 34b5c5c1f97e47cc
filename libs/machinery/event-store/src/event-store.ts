import type { LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import type { LogEvent, Revision } from './log-event.ts';

/** An event as it is stored: the envelope, with the object as the JSON text that was made once for this revision. */
export interface StoredEvent extends Omit<LogEvent, 'object'> {
  readonly objectJson: string;
}

/** The newest state of one object, as a snapshot holds it. */
export interface SnapshotEntry {
  readonly key: ObjectKey;
  readonly revision: Revision;
  readonly objectJson: string;
}

/**
 * All live objects at `revision`, and the newest revision per kind (`group/resource`).
 * It is a fold of this very log: each entry is the object of an event that the log holds, so a store may keep references.
 */
export interface Snapshot {
  readonly revision: Revision;
  readonly at: LabTime;
  readonly kinds: Readonly<Record<string, Revision>>;
  readonly entries: readonly SnapshotEntry[];
}

/** What a retention rule removes: superseded events of one kind older than `before`. */
export interface RetentionRule {
  readonly group: string;
  readonly resource: string;
  readonly before: LabTime;
}

/** Events that one call of `prune` removes at most. */
export const PRUNED_MAX = 2_000;

/** Thrown when a revision is already taken or an object already moved on: a second writer is at work. */
export class WriterConflictError extends Error {
  override readonly name = 'WriterConflictError';
}

/**
 * Log on a durable medium, with one writer. Appends are acknowledged once they are durable.
 * The invariants are the database's: revision is the primary key, and UNIQUE(key, uid, previousRevision).
 * Reads return what was appended, or reject with DamagedLogError.
 */
export interface EventStore {
  /** Newest revision and its lab time; zeros for an empty log. */
  head(): Promise<{ revision: Revision; at: LabTime }>;
  /**
   * Durable, all or none, when it resolves. Rejects with WriterConflictError. Revisions must follow the head without a gap.
   * Rejects with AppendRefusedError when nothing of it was stored and a later append may succeed, as on a full disk.
   * May be called again before it is answered: appends are carried out in the order of the calls, and after one that failed those behind
   * it are refused, for they leave a gap.
   */
  append(events: readonly StoredEvent[]): Promise<void>;
  /** Events with revision > after in order, at most `limit`; of one kind or one object when said. */
  readAfter(query: { after: Revision; limit: number; kind?: { group: string; resource: string }; key?: ObjectKey }): Promise<StoredEvent[]>;
  /** Replaces the snapshot. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  loadSnapshot(): Promise<Snapshot | undefined>;
  /** A named position, durable: how far a relay has published. 0 when never saved. */
  checkpoint(name: string): Promise<Revision>;
  saveCheckpoint(name: string, revision: Revision): Promise<void>;
  /**
   * Removes superseded events by rule, never an object's newest, never one that the snapshot names; returns how many.
   * Oldest first and at most {@link PRUNED_MAX} in one call, so that no call blocks for long: call again while it returns that many.
   */
  prune(rules: readonly RetentionRule[]): Promise<number>;
  /**
   * By kind (`group/resource`), the newest revision that was ever pruned; absent when none was.
   * Who has seen a kind up to an older revision has a gap and must list again.
   */
  prunedThrough(): Promise<Readonly<Record<string, Revision>>>;
  close(): Promise<void>;
}
