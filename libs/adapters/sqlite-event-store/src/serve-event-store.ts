import type { MessagePort } from 'node:worker_threads';
import { assert } from '@klockwork/kernel';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { type Call, failureOf, type Method, type Outcome } from './thread-messages.ts';

/** Executes the calls of a {@link ThreadedEventStore} at the other end of `port`, in order. */
export function serveEventStore(port: Pick<MessagePort, 'on' | 'postMessage'>): void {
  let store: SqliteEventStore | undefined;
  let last: Promise<void> = Promise.resolve();

  const carryOut = async (method: Method, args: readonly unknown[]): Promise<unknown> => {
    if (method === 'open') {
      store = await SqliteEventStore.open({ path: args[0] as string });
      return store.notices;
    }
    assert(store !== undefined, 'a log is opened before it is used');
    // The caller's side checks the argument types.
    return (store[method] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
  };

  const outcomeOf = async ({ id, method, args }: Call): Promise<Outcome> => {
    try {
      return { id, done: await carryOut(method, args) };
    } catch (error) {
      return { id, failed: failureOf(error) };
    }
  };

  port.on('message', (call: Call) => {
    last = last.then(async () => port.postMessage(await outcomeOf(call)));
  });
}
