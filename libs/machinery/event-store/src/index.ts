export type { EventStore, RetentionRule, Snapshot, SnapshotEntry, StoredEvent } from './event-store.ts';
export { WriterConflictError } from './event-store.ts';
export type { Actor, Cause, LogEvent, Revision } from './log-event.ts';
