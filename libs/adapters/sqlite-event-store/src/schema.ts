/** One event. JSON columns are texts; `object` is the text that was made once for this revision. */
export interface EventRow {
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
}

/** The tables of the event log. */
export interface Schema {
  events: EventRow;
  snapshots: SnapshotRow;
  checkpoints: { readonly name: string; readonly revision: number };
  pruned: { readonly api_group: string; readonly resource: string; readonly through: number };
}
