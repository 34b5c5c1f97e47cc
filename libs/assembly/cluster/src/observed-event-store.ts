import type { EventStore, Revision, StoredEvent } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';

/** Event store that reports each durable event of any process: the log from outside the cluster. */
export class ObservedEventStore implements EventStore {
  readonly #store: EventStore;
  readonly #listeners = new Set<(event: StoredEvent) => void>();

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Calls `listener` for each later event, in order. */
  onAppended(listener: (event: StoredEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async append(events: readonly StoredEvent[]): Promise<void> {
    await this.#store.append(events);
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  head(): ReturnType<EventStore['head']> {
    return this.#store.head();
  }

  readAfter(query: Parameters<EventStore['readAfter']>[0]): ReturnType<EventStore['readAfter']> {
    return this.#store.readAfter(query);
  }

  saveSnapshot(snapshot: Parameters<EventStore['saveSnapshot']>[0]): Promise<void> {
    return this.#store.saveSnapshot(snapshot);
  }

  loadSnapshot(through?: Revision): ReturnType<EventStore['loadSnapshot']> {
    return this.#store.loadSnapshot(through);
  }

  checkpoint(name: string): Promise<number> {
    return this.#store.checkpoint(name);
  }

  saveCheckpoint(name: string, revision: number): Promise<void> {
    return this.#store.saveCheckpoint(name, revision);
  }

  prune(rules: Parameters<EventStore['prune']>[0]): Promise<number> {
    return this.#store.prune(rules);
  }

  prunedThrough(): ReturnType<EventStore['prunedThrough']> {
    return this.#store.prunedThrough();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
