import type { Invariant } from './invariant.ts';

/** Invariant of the log, essential for every reader. */
export const revisionsHaveNoGap: Invariant = {
  name: 'revisions-have-no-gap',
  statement: 'the log counts 1, 2, 3 … whoever writes it',
  watch() {
    let last = 0;
    return ({ event }) => {
      const expected = last + 1;
      last = event.revision;
      return event.revision === expected ? undefined : `revision ${event.revision} follows ${expected - 1}`;
    };
  },
};
