import type { LogEvent } from '../log-event.ts';
import type { Revision } from '../revision.ts';

/** Maximum number of tracked effects of one event; the oldest are dropped. */
const CONSEQUENCES_MAX = 100_000;

/** Returns a test for the event at `origin` and all its direct and indirect effects. Expects events in log order. */
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
