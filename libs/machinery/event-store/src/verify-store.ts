import type { EventStore, StoredEvent } from './event-store.ts';
import { kindName } from './kind-name.ts';
import type { Revision } from './revision.ts';

/** Events per read. Other calls of the store run between two reads. */
const PAGE_EVENTS = 200;

/** Result of the verification of a store. */
export interface StoreFindings {
  readonly events: number;
  /** Newest revision. */
  readonly through: Revision;
}

/** Reads the whole log of a store: in order, by kind, and the snapshots. Rejects with DamagedLogError at the first damaged event. */
export async function verifyStore(store: EventStore): Promise<StoreFindings> {
  const { revision: through } = await store.head();
  const kinds = new Map<string, { group: string; resource: string }>();
  let events = 0;
  for await (const { key } of eventsOf(store, through)) {
    kinds.set(kindName(key), { group: key.group, resource: key.resource });
    events += 1;
  }
  for (const kind of kinds.values()) for await (const _ of eventsOf(store, through, kind));
  for (let snapshot = await store.loadSnapshot(); snapshot !== undefined; ) snapshot = await store.loadSnapshot(snapshot.revision - 1);
  return { events, through };
}

async function* eventsOf(store: EventStore, through: Revision, kind?: { group: string; resource: string }): AsyncGenerator<StoredEvent> {
  for (let after = 0, count = PAGE_EVENTS; count === PAGE_EVENTS && after < through; ) {
    const page = await store.readAfter({ after, limit: PAGE_EVENTS, ...(kind && { kind }) });
    for (const event of page) if (event.revision <= through) yield event;
    count = page.length;
    after = page.at(-1)?.revision ?? through;
  }
}
