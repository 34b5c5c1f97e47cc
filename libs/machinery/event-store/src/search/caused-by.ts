import type { LogEvent, Revision } from '../log-event.ts';

/** Revisions that are kept of what came from one event: of more than these the oldest are forgotten. */
const CONSEQUENCES_MAX = 100_000;

/** Returns a test for events that came from the event at `origin`, near or far, and for that event itself. Takes events in the log's order. */
export function causedBy(origin: Revision): (event: LogEvent) => boolean {
  const consequences = new Set<Revision>();
  return ({ revision, cause }) => {
    const causes = [...(cause.revision === undefined ? [] : [cause.revision]), ...(cause.also ?? [])];
    if (revision !== origin && !causes.some((one) => consequences.has(one))) return false;
    consequences.add(revision);
    if (consequences.size > CONSEQUENCES_MAX) consequences.delete(consequences.values().next().value as Revision);
    return true;
  };
}
