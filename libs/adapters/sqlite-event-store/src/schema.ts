import type { EventColumns } from './event-row.ts';

/** Event with its checksums. */
export interface EventTable extends EventColumns {
  /** Checksum of the previous event, pruned or not. */
  readonly link: string;
  /** Checksum of link, run and all columns of {@link EventColumns}. */
  readonly checksum: string;
  /** Revision of the previous stored event of the kind, updated by pruning. Covered by `entry_check`. */
  readonly kept_before: number;
  /** Check of this event's entry in `events_by_kind`. */
  readonly entry_check: number;
}

/** Snapshot. `revisions` names the events with the objects, which pruning spares. */
export interface SnapshotRow {
  /** The revision; 1 in logs of versions with a single snapshot. */
  readonly id: number;
  readonly revision: number;
  readonly at: number;
  /** JSON: newest revision by kind. */
  readonly kinds: string;
  /** JSON: revisions of the live objects, in order. */
  readonly revisions: string;
  /** Newest revision of the log at the snapshot, its checksum, and (JSON) the newest revision of each kind. */
  readonly through: number;
  readonly through_checksum: string;
  readonly heads: string;
  /** Checksum of all columns above. */
  readonly checksum: string;
}

/** Consecutive pruned revisions: first, last, checksum before the first, checksum of the last. */
export interface PrunedRange {
  readonly first: number;
  readonly last: number;
  readonly link: string;
  readonly last_checksum: string;
  readonly checksum: string;
}

/** Newest pruned revision of a kind, and the number of its pruned events. */
export interface PrunedKind {
  readonly api_group: string;
  readonly resource: string;
  readonly through: number;
  readonly count: number;
  readonly checksum: string;
}

/** Process that wrote to the log, starting at its first revision. Its id enters the checksums of its events. */
export interface RunRow {
  readonly first: number;
  readonly id: string;
  readonly checksum: string;
}

/** The tables of the event log. */
export interface Schema {
  events: EventTable;
  snapshots: SnapshotRow;
  checkpoints: { readonly name: string; readonly revision: number; readonly checksum: string };
  pruned: PrunedKind;
  pruned_ranges: PrunedRange;
  runs: RunRow;
}
