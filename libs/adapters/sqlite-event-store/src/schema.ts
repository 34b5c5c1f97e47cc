/** One event. JSON columns are texts; `object` is the text that was made once for this revision. */
export interface EventTable {
  readonly revision: number;
  readonly previous_revision: number;
  readonly previous_revision_of_kind: number;
  readonly api_group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly at: number;
  readonly user: string;
  readonly user_agent: string;
  readonly correlation_id: string;
  readonly cause: string;
  readonly data: string;
  readonly confidential: 0 | 1;
  /** Checksum of the event before this one, pruned or not. */
  readonly link: string;
  /** Checksum of all of the above, `object` and the run. */
  readonly checksum: string;
  /** Revision of the newest older event of the kind that is kept: pruning moves it. Covered by `entry_check`. */
  readonly kept_before: number;
  /** Check of what `events_by_kind` holds of this event. */
  readonly entry_check: number;
  readonly object: string;
}

/** The one snapshot. Objects are not copied: `revisions` names the events that hold them, which pruning spares. */
export interface SnapshotRow {
  readonly id: 1;
  readonly revision: number;
  readonly at: number;
  /** JSON: newest revision by kind. */
  readonly kinds: string;
  /** JSON: revisions of the live objects, in order. */
  readonly revisions: string;
  /** Newest revision of the log when the snapshot was saved, its checksum, and (JSON) the newest revision of each kind then. */
  readonly through: number;
  readonly through_checksum: string;
  readonly heads: string;
  /** Checksum of all of the above. */
  readonly checksum: string;
}

/** Revisions that were pruned, side by side: first, last, the checksum before the first, and that of the last. */
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

/** A process that wrote to the log, from its first revision on. Its id is part of the checksums of its events. */
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
