import { podKey, storedEvent } from '@klockwork/event-store/testing';
import { SqliteEventStore } from '../sqlite-event-store.ts';

// Process with limited file sizes: appends forty times, and prints each acknowledged revision or rejection.
const store = await SqliteEventStore.open({ path: process.argv[2] as string });
let newest = 0;
for (let round = 0; round < 40; round++) {
  const revision = newest + 1;
  try {
    await store.append([
      storedEvent(revision, { key: podKey(`pod-${revision}`), objectJson: JSON.stringify({ text: 'x'.repeat(30_000) }) }),
    ]);
    newest = revision;
    console.log(String(revision));
  } catch (error) {
    console.log((error as Error).message);
  }
}
await store.close();
