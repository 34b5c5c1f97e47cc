import type { Invariant } from './invariant.ts';

/** Of the log: see docs/architecture.md on causes. */
export const causesResolve: Invariant = {
  name: 'causes-resolve',
  statement: 'every event was caused by an earlier event, a timer or a request, so that `why` ends somewhere',
  // Each revision is below its effect's, so no walk along causes can go round, and it ends where no revision is named.
  watch: () => {
    return ({ event: { cause, revision } }) => {
      if (cause.revision !== undefined && !(cause.revision >= 1 && cause.revision < revision))
        return `its cause is revision ${cause.revision}, which is not before it`;
      if (cause.trigger === 'event' && cause.revision === undefined) return 'its cause is an event without a revision';
      if (cause.trigger !== 'event' && (cause.name ?? '') === '') return `its cause is a ${cause.trigger} without a name`;
      return undefined;
    };
  },
};
