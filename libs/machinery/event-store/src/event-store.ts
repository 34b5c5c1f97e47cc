import type { LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import type { LogEvent } from './log-event.ts';
import type { Revision } from './revision.ts';

/** Stored event: the envelope, with the object as JSON text, created once per revision. */
export interface StoredEvent extends Omit<LogEvent, 'object'> {
  readonly object?: undefined;
  readonly objectJson: string;
}

/** Newest state of one object in a snapshot. */
export interface SnapshotEntry {
  readonly key: ObjectKey;
  readonly revision: Revision;
  readonly objectJson: string;
}

/**
 * All live objects at `revision`, and the newest revision per kind (`group/resource`). A snapshot folds this same log: each entry is the
 * object of a stored event, so a store may save references.
 */
export interface Snapshot {
  readonly revision: Revision;
  readonly at: LabTime;
  readonly kinds: Readonly<Record<string, Revision>>;
  readonly entries: readonly SnapshotEntry[];
}

/** Rule that prunes superseded events of one kind older than `before`. */
export interface RetentionRule {
  readonly group: string;
  readonly resource: string;
  readonly before: LabTime;
}

/** Maximum number of events that one `prune` call removes. */
export const PRUNED_MAX = 2_000;

/** Conflict of an append: the revision exists, or the object has a newer event. A second writer is active. */
export class WriterConflictError extends Error {
  override readonly name = 'WriterConflictError';
}

/**
 * Log on a durable medium, with one writer. Appends are acknowledged once durable. The database holds the invariants: revision is the
 * primary key, and UNIQUE(key, uid, previousRevision). Reads return appended events, or reject with DamagedLogError.
 */
export interface EventStore {
  /** Newest revision and its lab time; zeros for an empty log. */
  head(): Promise<{ revision: Revision; at: LabTime }>;
  /**
   * Appends all events durably, or none. Revisions must follow the head without gaps. Rejects with WriterConflictError. Rejects with
   * AppendRefusedError if the store is unchanged and a later append may succeed, as on a full disk. Calls may overlap and are executed in
   * order; after a failed append, later ones are rejected because they would leave a gap.
   */
  append(events: readonly StoredEvent[]): Promise<void>;
  /** Returns at most `limit` events with revision > after, in order; optionally of one kind or object. */
  readAfter(query: { after: Revision; limit: number; kind?: { group: string; resource: string }; key?: ObjectKey }): Promise<StoredEvent[]>;
  /** Adds a snapshot, and drops those between rungs: see `droppedRungs`. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /** Returns the newest snapshot, or the newest one at or before `through`. */
  loadSnapshot(through?: Revision): Promise<Snapshot | undefined>;
  /** Durable named position, such as the last revision published by a relay. 0 if never saved. */
  checkpoint(name: string): Promise<Revision>;
  saveCheckpoint(name: string, revision: Revision): Promise<void>;
  /**
   * Removes superseded events by rule, oldest first, except each object's newest event and those named by a snapshot. Returns the number
   * removed, at most {@link PRUNED_MAX} to bound the duration: repeat while a call returns that number.
   */
  prune(rules: readonly RetentionRule[]): Promise<number>;
  /**
   * Newest pruned revision by kind (`group/resource`); absent without pruning. A reader of a kind with an older position has a gap and must
   * list again.
   */
  prunedThrough(): Promise<Readonly<Record<string, Revision>>>;
  close(): Promise<void>;
}
