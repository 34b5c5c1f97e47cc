import { assert, type LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import { currentJson } from './current-form.ts';
import type { Snapshot, SnapshotEntry } from './event-store.ts';
import { kindName } from './kind-name.ts';
import { KindState } from './kind-state.ts';
import { LiveObject } from './live-object.ts';
import type { LogEvent } from './log-event.ts';
import type { Position } from './position.ts';
import type { Revision } from './revision.ts';

/** Query for live objects of a kind. `after` is the end of the previous page. */
export interface StateQuery {
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly after?: Position;
}

/** Readers' view of the folded log: all live objects at one revision. */
export interface LogStateReader {
  /** Revision and lab time of the newest folded event. */
  readonly revision: Revision;
  readonly at: LabTime;
  get(key: ObjectKey): LiveObject | undefined;
  /** Iterates in the order (namespace, name). Valid until the next event is applied: consume in the same turn. */
  list(query: StateQuery): IterableIterator<LiveObject>;
  /** Returns an immutable array, shared by all callers until the next change. */
  all(query: Omit<StateQuery, 'after'>): readonly LiveObject[];
  count(query: { readonly group: string; readonly resource: string; readonly namespace?: string }): number;
  /** Counts what {@link list} yields after a position, without a visit of each object. */
  countAfter(query: StateQuery & { readonly after: Position }): number;
  /** Revision of the newest event of a kind; 0 if none. */
  kindRevision(group: string, resource: string): Revision;
  /** Newest revision of every kind, by `group/resource`. */
  heads(): Readonly<Record<string, Revision>>;
}

/** Fields of an event that `apply` reads. */
export type AppliedEvent = Pick<LogEvent, 'revision' | 'at' | 'key' | 'change'>;

/** Fold of the log. Only the journal applies events. */
export class LogState implements LogStateReader {
  readonly #kinds = new Map<string, KindState>();
  #revision: Revision = 0;
  #at: LabTime = 0;

  /** Restores the state of a snapshot. */
  static of(snapshot: Snapshot, liveOf: (entry: SnapshotEntry) => LiveObject = liveEntry): LogState {
    const state = new LogState();
    for (const entry of snapshot.entries) state.#kind(entry.key).set(liveOf(entry));
    for (const [kind, revision] of Object.entries(snapshot.kinds)) state.#kindNamed(kind).revision = revision;
    state.#revision = snapshot.revision;
    state.#at = snapshot.at;
    return state;
  }

  get revision(): Revision {
    return this.#revision;
  }

  get at(): LabTime {
    return this.#at;
  }

  get(key: ObjectKey): LiveObject | undefined {
    return this.#kinds.get(kindName(key))?.get(key.namespace, key.name);
  }

  list(query: StateQuery): IterableIterator<LiveObject> {
    return this.#kinds.get(kindName(query))?.list(query) ?? [].values();
  }

  all(query: Omit<StateQuery, 'after'>): readonly LiveObject[] {
    return this.#kinds.get(kindName(query))?.all(query.namespace) ?? [];
  }

  count(query: { readonly group: string; readonly resource: string; readonly namespace?: string }): number {
    return this.#kinds.get(kindName(query))?.count(query.namespace) ?? 0;
  }

  countAfter(query: StateQuery & { readonly after: Position }): number {
    return this.#kinds.get(kindName(query))?.countAfter(query) ?? 0;
  }

  kindRevision(group: string, resource: string): Revision {
    return this.#kinds.get(kindName({ group, resource }))?.revision ?? 0;
  }

  heads(): Readonly<Record<string, Revision>> {
    return Object.fromEntries([...this.#kinds].map(([kind, { revision }]) => [kind, revision]));
  }

  /** Applies an event; `live` is its resulting object. */
  apply(event: AppliedEvent, live: LiveObject): void {
    assert(event.revision > this.#revision, () => `revision ${event.revision} is applied after ${this.#revision}`);
    const kind = this.#kind(event.key);
    if (event.change === 'deleted') kind.delete(event.key.namespace, event.key.name);
    else kind.set(live);
    kind.revision = event.revision;
    this.#revision = event.revision;
    this.#at = event.at;
  }

  /** Returns all live objects by kind and in order; texts are shared with this state. */
  snapshot(): Snapshot {
    const entries: SnapshotEntry[] = [];
    for (const kind of this.#kinds.values()) {
      for (const { key, revision, json } of kind.list({})) entries.push({ key, revision, objectJson: json });
    }
    return { revision: this.#revision, at: this.#at, kinds: this.heads(), entries };
  }

  #kind(key: ObjectKey): KindState {
    return this.#kindNamed(kindName(key));
  }

  #kindNamed(name: string): KindState {
    const kindState = this.#kinds.get(name);
    if (kindState !== undefined) return kindState;
    const createdState = new KindState();
    this.#kinds.set(name, createdState);
    return createdState;
  }
}

function liveEntry({ key, revision, objectJson }: SnapshotEntry): LiveObject {
  return new LiveObject({ key, revision, json: currentJson(key, objectJson) });
}
