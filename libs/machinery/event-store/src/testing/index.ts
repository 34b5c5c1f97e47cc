export { draftOf, microtaskActivity, podKey, storedEvent } from './builders.ts';
export { eventStoreContract } from './event-store.contract.ts';
export type { KillPoint } from './faulty-event-store.ts';
export { type OpenJournal, openJournal } from './open-journal.ts';
export { toldWhy } from './told-why.ts';
