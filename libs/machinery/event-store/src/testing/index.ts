export { draftOf, microtaskActivity, podKey, storedEvent } from './builders.ts';
export { eventStoreContract } from './event-store.contract.ts';
