import type { EventStore } from '@klockwork/event-store';
import type { ServerMetrics } from './server-metrics.ts';

/** Returns a store whose appends count as writes to etcd. Reads come from memory, and have no counterpart. */
export function measuredStore(store: EventStore, metrics: ServerMetrics): EventStore {
  return {
    head: () => store.head(),
    append(events) {
      const end = metrics.commit(events);
      const append = store.append(events);
      // The answer itself is returned: the count delays nothing.
      append.then(
        () => end(false),
        () => end(true),
      );
      return append;
    },
    readAfter: (query) => store.readAfter(query),
    saveSnapshot: (snapshot) => store.saveSnapshot(snapshot),
    loadSnapshot: (through) => store.loadSnapshot(through),
    checkpoint: (name) => store.checkpoint(name),
    saveCheckpoint: (name, revision) => store.saveCheckpoint(name, revision),
    prune: (rules) => store.prune(rules),
    prunedThrough: () => store.prunedThrough(),
    close: () => store.close(),
  };
}
