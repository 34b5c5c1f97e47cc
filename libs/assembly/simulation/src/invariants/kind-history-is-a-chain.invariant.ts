import type { Invariant } from './invariant.ts';

/** Invariant of the log, by which informers detect gaps. */
export const kindHistoryIsAChain: Invariant = {
  name: 'kind-history-is-a-chain',
  statement: "an event names its kind's event before it, so that an informer knows when it missed one",
  watch() {
    const newest = new Map<string, number>();
    return ({ event }) => {
      const kind = `${event.key.group}/${event.key.resource}`;
      const expected = newest.get(kind) ?? 0;
      newest.set(kind, event.revision);
      if (event.previousRevisionOfKind === expected) return undefined;
      return `it follows revision ${event.previousRevisionOfKind} of its kind, which is at ${expected}`;
    };
  },
};
