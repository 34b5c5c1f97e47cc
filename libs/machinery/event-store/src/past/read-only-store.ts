import { assert } from '@klockwork/kernel';
import type { EventStore } from '../event-store.ts';

/** Returns a store whose reads are those of `store`, for a journal of the past: without snapshots, retention or appends. */
export function readOnlyStore(store: EventStore): EventStore {
  const refuse = async (): Promise<void> => assert(false, 'the past is not written');
  return {
    head: () => store.head(),
    readAfter: (query) => store.readAfter(query),
    loadSnapshot: (through) => store.loadSnapshot(through),
    checkpoint: (name) => store.checkpoint(name),
    prunedThrough: () => store.prunedThrough(),
    append: refuse,
    saveCheckpoint: refuse,
    saveSnapshot: refuse,
    prune: async () => 0,
    close: async () => {},
  };
}
