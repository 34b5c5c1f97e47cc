import { causeProblem } from '@klockwork/event-store';
import type { Invariant } from './invariant.ts';

/** Invariant of the log: see docs/architecture.md on causes. */
export const causesResolve: Invariant = {
  name: 'causes-resolve',
  statement:
    'the causes of every event lead through earlier events back to a request, a start or a fault, so that `why` never ends in nothing',
  // Links point backwards to checked events only, so by induction each walk ends at a valid beginning.
  watch: () => {
    const seen = new Set<number>();
    return ({ event }) => {
      const problem = causeProblem(event, (revision) => seen.has(revision));
      seen.add(event.revision);
      return problem;
    };
  },
};
