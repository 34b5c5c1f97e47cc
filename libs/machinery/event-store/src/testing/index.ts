export { draftOf, microtaskActivity, podKey, storedEvent } from './builders.ts';
export { eventStoreContract } from './event-store.contract.ts';
export type { KillPoint } from './faulty-event-store.ts';
export { normalizedWhy } from './normalized-why.ts';
export { type OpenJournal, openJournal } from './open-journal.ts';
