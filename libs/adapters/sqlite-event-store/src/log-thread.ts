import { parentPort } from 'node:worker_threads';
import { assert } from '@klockwork/kernel';
import { serveEventStore } from './serve-event-store.ts';

// Thread of a log, started by ThreadedEventStore.
assert(parentPort !== null, 'the thread of a log is started by a ThreadedEventStore');
serveEventStore(parentPort);
