import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { eventStoreContract, storedEvent } from '@klockwork/event-store/testing';
import { expect, test } from 'vitest';
import { serveEventStore } from './serve-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';
import { type LogThread, ThreadedEventStore } from './threaded-event-store.ts';

const freshPath = temporaryLogs();

/** Serves the store without a thread, which starts slowly. */
function nearby(): LogThread {
  const { port1, port2 } = new MessageChannel();
  serveEventStore(port2);
  return {
    port: port1,
    async end() {
      const closed = once(port1, 'close');
      port2.close();
      await closed;
    },
  };
}

eventStoreContract('ThreadedEventStore', () => ThreadedEventStore.open({ path: freshPath(), thread: nearby() }));

test('a log on a thread is refused to others, needs no port while idle, and is unchanged with its snapshot after it was reopened', async () => {
  const path = freshPath();
  const before = messagePorts();
  const first = await ThreadedEventStore.open({ path });
  expect(messagePorts()).toBe(before);
  const appended = first.append([storedEvent(1), storedEvent(2)]);
  // An idle store must not keep its process alive.
  expect(messagePorts()).toBe(before + 1);
  await appended;
  expect(messagePorts()).toBe(before);
  await expect(ThreadedEventStore.open({ path, thread: nearby() })).rejects.toMatchObject({
    name: 'EventStoreOpenError',
    code: 'in-use',
    message: `the event log ${path} is in use by another process: stop it, or choose another data folder`,
  });
  const { key, objectJson } = storedEvent(2);
  const snapshot = { revision: 2, at: 0, kinds: { '/pods': 2 }, entries: [{ key, revision: 2, objectJson }] };
  await first.saveSnapshot(snapshot);
  await first.close();
  const second = await ThreadedEventStore.open({ path, thread: nearby() });
  expect(await second.readAfter({ after: 0, limit: 10 })).toEqual([storedEvent(1), storedEvent(2)]);
  expect(await second.loadSnapshot()).toEqual(snapshot);
  await second.close();
});

test('concurrent calls are executed in order', async () => {
  const store = await ThreadedEventStore.open({ path: freshPath(), thread: nearby() });
  const asked = [store.append([storedEvent(1)]), store.head(), store.append([storedEvent(2)]), store.head()];
  expect((await Promise.all(asked)).filter((head) => head !== undefined)).toMatchObject([{ revision: 1 }, { revision: 2 }]);
  await store.close();
});

test('calls fail after the end of the thread', async () => {
  const store = await ThreadedEventStore.open({ path: freshPath(), thread: nearby() });
  await store.close();
  await expect(store.append([storedEvent(1)])).rejects.toThrow('the thread of the event log has ended');
});

function messagePorts(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
}
