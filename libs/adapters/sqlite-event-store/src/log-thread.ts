import { parentPort } from 'node:worker_threads';
import { assert } from '@klockwork/kernel';
import { serveEventStore } from './serve-event-store.ts';

// The thread of a log: see ThreadedEventStore, which starts it.
assert(parentPort !== null, 'the thread of a log is started by a ThreadedEventStore');
serveEventStore(parentPort);
