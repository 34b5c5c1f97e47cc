export type { EventValues } from './event-row.ts';
export { eventOfRow } from './event-row.ts';
export { EventStoreOpenError } from './event-store-open-error.ts';
export type { LogRepair } from './repair-log.ts';
export { repairLog } from './repair-log.ts';
export { SqliteEventStore } from './sqlite-event-store.ts';
export { ThreadedEventStore } from './threaded-event-store.ts';
export type { LogFindings } from './verify-log.ts';
export { readSoundEvents, verifyLog } from './verify-log.ts';
