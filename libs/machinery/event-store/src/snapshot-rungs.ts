import type { Revision } from './revision.ts';

/** Min distance of kept snapshots in events: a view of the past folds at most so many events, plus those between two snapshots. */
const RUNG_EVENTS = 10_000;

/**
 * Returns the snapshots to drop, by revision. `revisions` are those of all snapshots, oldest first. The newest one stays, and of older ones
 * a ladder with a rung every {@link RUNG_EVENTS} events. Snapshots name events by revision: a rung costs about 8 bytes per live object.
 */
export function droppedRungs(revisions: readonly Revision[]): readonly Revision[] {
  let rung = 0;
  return revisions.slice(0, -1).filter((revision) => {
    if (revision - rung < RUNG_EVENTS) return true;
    rung = revision;
    return false;
  });
}
