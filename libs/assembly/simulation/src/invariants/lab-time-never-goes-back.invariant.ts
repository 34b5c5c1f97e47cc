import type { Invariant } from './invariant.ts';

/** Invariant of the log: lab time never decreases, also after restarts. */
export const labTimeNeverGoesBack: Invariant = {
  name: 'lab-time-never-goes-back',
  statement: 'no event is older than the one before it',
  watch() {
    let last = 0;
    return ({ event }) => {
      const before = last;
      last = event.at;
      return event.at >= before ? undefined : `it is of ${event.at}, ${before - event.at} ms before the event it follows`;
    };
  },
};
