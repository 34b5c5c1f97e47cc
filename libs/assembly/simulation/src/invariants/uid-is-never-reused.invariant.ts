import type { Invariant } from './invariant.ts';

/** Invariant of all objects: owner references and preconditions rely on it. */
export const uidIsNeverReused: Invariant = {
  name: 'uid-is-never-reused',
  statement: 'a UID belongs to one object for ever, and an object keeps its UID',
  watch() {
    const seen = new Set<string>();
    return ({ event, previous }) => {
      if (event.change !== 'created') {
        const before = previous?.metadata?.uid;
        return before === event.uid ? undefined : `the UID changed from ${before} to ${event.uid}`;
      }
      if (seen.has(event.uid)) return `the UID ${event.uid} had another object`;
      seen.add(event.uid);
      return undefined;
    };
  },
};
