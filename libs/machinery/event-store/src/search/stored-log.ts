import type { EventStore } from '../event-store.ts';
import type { LogEvent } from '../log-event.ts';
import { eventOf, type WholeEvent } from '../stored-event.ts';
import type { SearchedLog } from './searched-log.ts';

/** Returns the log of a store without a writer, for a search. */
export async function storedLog(store: Pick<EventStore, 'head' | 'readAfter'>): Promise<SearchedLog> {
  const { revision } = await store.head();
  return { head: () => revision, read: async (query) => (await store.readAfter(query)).map(eventOf) };
}

/** Returns an event in its public form: without the object of a confidential kind. */
export function shownEvent(event: WholeEvent): LogEvent {
  if (event.confidential !== true) return event;
  const { object: _, ...envelope } = event;
  return envelope;
}
