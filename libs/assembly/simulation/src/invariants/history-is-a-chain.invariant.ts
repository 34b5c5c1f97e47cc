import { keyText } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';

/** Invariant of the log: UNIQUE(key, uid, previousRevision), and the state machine of an object. */
export const historyIsAChain: Invariant = {
  name: 'history-is-a-chain',
  statement: "an event names its object's event before it, and an object is created, then updated, then deleted",
  watch() {
    const live = new Map<string, number>();
    return ({ event }) => {
      const key = keyText(event.key);
      const expected = live.get(key) ?? 0;
      if (event.change === 'deleted') live.delete(key);
      else live.set(key, event.revision);
      if (event.previousRevision !== expected)
        return `it follows revision ${event.previousRevision} of its object, which is at ${expected}`;
      if ((event.change === 'created') !== (expected === 0)) return `an object at revision ${expected} was ${event.change}`;
      return undefined;
    };
  },
};
