import type { EventStore, RetentionRule, Snapshot, StoredEvent } from '../event-store.ts';
import type { Revision } from '../revision.ts';

/** Time of death of a FaultyEventStore: before its write, or after it but before its answer. */
export type KillPoint = 'before' | 'after';

/**
 * Store whose process dies at a chosen write (append, snapshot or checkpoint): later calls never answer. Earlier writes are in the
 * underlying store, for the next process.
 */
export class FaultyEventStore implements EventStore {
  readonly #beneath: EventStore;
  readonly #point: KillPoint;
  #writesLeft: number;
  #dead = false;

  /** Dies at the write after `writes` complete ones. */
  constructor(beneath: EventStore, death: { afterWrites: number; point: KillPoint }) {
    this.#beneath = beneath;
    this.#point = death.point;
    this.#writesLeft = death.afterWrites;
  }

  get dead(): boolean {
    return this.#dead;
  }

  append(events: readonly StoredEvent[]): Promise<void> {
    return this.#write(() => this.#beneath.append(events));
  }

  saveSnapshot(snapshot: Snapshot): Promise<void> {
    return this.#write(() => this.#beneath.saveSnapshot(snapshot));
  }

  saveCheckpoint(name: string, revision: Revision): Promise<void> {
    return this.#write(() => this.#beneath.saveCheckpoint(name, revision));
  }

  prune(rules: readonly RetentionRule[]): Promise<number> {
    return this.#write(() => this.#beneath.prune(rules));
  }

  head(): Promise<{ revision: Revision; at: number }> {
    return this.#beneath.head();
  }

  readAfter(query: Parameters<EventStore['readAfter']>[0]): Promise<StoredEvent[]> {
    return this.#beneath.readAfter(query);
  }

  loadSnapshot(through?: Revision): Promise<Snapshot | undefined> {
    return this.#beneath.loadSnapshot(through);
  }

  checkpoint(name: string): Promise<Revision> {
    return this.#beneath.checkpoint(name);
  }

  prunedThrough(): Promise<Readonly<Record<string, Revision>>> {
    return this.#beneath.prunedThrough();
  }

  async close(): Promise<void> {}

  async #write<T>(write: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Error('the process is dead');
    this.#dead = this.#writesLeft === 0;
    this.#writesLeft -= 1;
    if (this.#dead && this.#point === 'before') throw new Error('killed before the write');
    const result = await write();
    if (this.#dead) throw new Error('killed after the write');
    return result;
  }
}
