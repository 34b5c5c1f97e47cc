import { MemoryEventStore } from './memory-event-store.ts';
import { eventStoreContract } from './testing/event-store.contract.ts';

eventStoreContract('MemoryEventStore', async () => new MemoryEventStore());
