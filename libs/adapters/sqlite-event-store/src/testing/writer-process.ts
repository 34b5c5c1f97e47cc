import { Journal } from '@klockwork/event-store';
import { draftOf, microtaskActivity, podKey } from '@klockwork/event-store/testing';
import { ManualClock } from '@klockwork/kernel';
import { SqliteEventStore } from '../sqlite-event-store.ts';

// Process with 64 endless writers; prints each acknowledged revision. Its parent kills it.
const store = await SqliteEventStore.open({ path: process.argv[2] as string });
const journal = await Journal.open({ store, clock: new ManualClock(0), activity: microtaskActivity() });
process.stdout.write('open\n');

async function writeWithoutEnd(name: string): Promise<never> {
  for (;;) {
    const event = await journal.write(draftOf(journal, podKey(name)));
    process.stdout.write(`${event.revision}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

await Promise.all(Array.from({ length: 64 }, (_, index) => writeWithoutEnd(`pod-${index}`)));
