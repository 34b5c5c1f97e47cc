import type { EventStore } from '@klockwork/event-store';
import type { ProcessLifetime } from './process-lifetime.ts';

/** The cluster's store as one process has it open: what a dead process still wanted to write is never written. */
export function storeOf(store: EventStore, life: ProcessLifetime): EventStore {
  const guarded = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return (...args: A): Promise<T> => (life.alive ? life.whileAlive(call(...args)) : new Promise(() => {}));
  };
  return {
    head: guarded(() => store.head()),
    append: guarded((events) => store.append(events)),
    readAfter: guarded((query) => store.readAfter(query)),
    saveSnapshot: guarded((snapshot) => store.saveSnapshot(snapshot)),
    loadSnapshot: guarded((through) => store.loadSnapshot(through)),
    checkpoint: guarded((name) => store.checkpoint(name)),
    saveCheckpoint: guarded((name, revision) => store.saveCheckpoint(name, revision)),
    prune: guarded((rules) => store.prune(rules)),
    prunedThrough: guarded(() => store.prunedThrough()),
    // The shared store outlives its users.
    close: async () => {},
  };
}
