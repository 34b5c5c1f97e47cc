export { EventStoreOpenError } from './event-store-open-error.ts';
export { SqliteEventStore } from './sqlite-event-store.ts';
export { ThreadedEventStore } from './threaded-event-store.ts';
