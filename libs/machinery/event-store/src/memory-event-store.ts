import type { LabTime } from '@klockwork/kernel';
import { keyText, type ObjectKey } from '@klockwork/resources';
import { type EventStore, PRUNED_MAX, type RetentionRule, type Snapshot, type StoredEvent, WriterConflictError } from './event-store.ts';
import { kindName } from './kind-name.ts';
import type { Revision } from './revision.ts';
import { droppedRungs } from './snapshot-rungs.ts';

/** In-memory EventStore for the simulator and tests; lives as long as its process. */
export class MemoryEventStore implements EventStore {
  #events: StoredEvent[] = [];
  /** Equivalent of UNIQUE(key, uid, previousRevision) in a database. */
  readonly #successors = new Set<string>();
  readonly #checkpoints = new Map<string, Revision>();
  readonly #prunedThrough = new Map<string, Revision>();
  /** By revision, oldest first. */
  readonly #snapshots = new Map<Revision, Snapshot>();
  #head: { revision: Revision; at: LabTime } = { revision: 0, at: 0 };

  async head(): Promise<{ revision: Revision; at: LabTime }> {
    return { ...this.#head };
  }

  async append(events: readonly StoredEvent[]): Promise<void> {
    this.#refuseConflicts(events);
    for (const event of events) {
      this.#events.push(event);
      this.#successors.add(successorText(event, event.previousRevision));
      this.#head = { revision: event.revision, at: event.at };
    }
  }

  async readAfter(query: {
    after: Revision;
    limit: number;
    kind?: { group: string; resource: string };
    key?: ObjectKey;
  }): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let index = this.#firstAfter(query.after); index < this.#events.length && events.length < query.limit; index++) {
      const event = this.#events[index] as StoredEvent;
      if (isAsked(event, query)) events.push(event);
    }
    return events;
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    this.#snapshots.set(snapshot.revision, snapshot);
    for (const revision of droppedRungs([...this.#snapshots.keys()])) this.#snapshots.delete(revision);
  }

  async loadSnapshot(through = Number.POSITIVE_INFINITY): Promise<Snapshot | undefined> {
    return [...this.#snapshots.values()].findLast(({ revision }) => revision <= through);
  }

  async checkpoint(name: string): Promise<Revision> {
    return this.#checkpoints.get(name) ?? 0;
  }

  async saveCheckpoint(name: string, revision: Revision): Promise<void> {
    this.#checkpoints.set(name, revision);
  }

  async prune(rules: readonly RetentionRule[]): Promise<number> {
    const before = new Map(rules.map((rule) => [kindName(rule), rule.before]));
    const end = Math.max(...before.values());
    let snapshotRevisions: ReadonlySet<Revision> | undefined;
    const removed = new Set<StoredEvent>();
    for (const event of this.#events) {
      // Times never fall: all later events are too new for each rule.
      if (removed.size === PRUNED_MAX || event.at >= end) break;
      const kind = kindName(event.key);
      if (event.at >= (before.get(kind) ?? 0) || !this.#isSuperseded(event)) continue;
      snapshotRevisions ??= this.#snapshotRevisions();
      if (snapshotRevisions.has(event.revision)) continue;
      removed.add(event);
      this.#prunedThrough.set(kind, Math.max(event.revision, this.#prunedThrough.get(kind) ?? 0));
    }
    if (removed.size > 0) this.#events = this.#events.filter((event) => !removed.has(event));
    return removed.size;
  }

  async prunedThrough(): Promise<Readonly<Record<string, Revision>>> {
    return Object.fromEntries(this.#prunedThrough);
  }

  async close(): Promise<void> {}

  #refuseConflicts(events: readonly StoredEvent[]): void {
    const added = new Set<string>();
    let revision = this.#head.revision;
    for (const event of events) {
      revision += 1;
      if (event.revision !== revision) throw new WriterConflictError(`revision ${event.revision} does not follow ${revision - 1}`);
      const text = successorText(event, event.previousRevision);
      if (this.#successors.has(text) || added.has(text)) {
        throw new WriterConflictError(`${keyText(event.key)} already moved on from revision ${event.previousRevision}`);
      }
      added.add(text);
    }
  }

  #snapshotRevisions(): ReadonlySet<Revision> {
    return new Set([...this.#snapshots.values()].flatMap(({ entries }) => entries.map(({ revision }) => revision)));
  }

  #isSuperseded(event: StoredEvent): boolean {
    return this.#successors.has(successorText(event, event.revision));
  }

  #firstAfter(revision: Revision): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as StoredEvent).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isAsked({ key }: StoredEvent, query: { kind?: { group: string; resource: string }; key?: ObjectKey }): boolean {
  const { kind, key: exact } = query;
  if (kind !== undefined && (kind.group !== key.group || kind.resource !== key.resource)) return false;
  return exact === undefined || isSameKey(exact, key);
}

function isSameKey(a: ObjectKey, b: ObjectKey): boolean {
  return a.name === b.name && a.namespace === b.namespace && a.resource === b.resource && a.group === b.group;
}

function successorText(event: StoredEvent, previousRevision: Revision): string {
  return `${keyText(event.key)}/${event.uid}/${previousRevision}`;
}
