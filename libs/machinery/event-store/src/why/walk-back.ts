import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';
import type { CausalLog } from './causal-log.ts';
import type { WhyEnd } from './why.ts';

/** Events backwards along first causes, with the reason of the end. */
export interface Walk {
  readonly events: readonly WholeEvent[];
  readonly end: WhyEnd;
}

/** Maximum number of events per walk: a container that restarts every five minutes reaches this in three weeks. */
const WALK_MAX = 20_000;

/**
 * Walks back from `revision` to a beginning, to an event in `told`, or to a pruned one. Terminates because causes point backwards: an
 * invalid link counts as a beginning, which the log check reports.
 */
export async function walkBack(log: CausalLog, revision: Revision, printed: ReadonlySet<Revision>): Promise<Walk> {
  const events: WholeEvent[] = [];
  for (let at: Revision | undefined = revision; at !== undefined; ) {
    if (events.length === WALK_MAX) return { events, end: { ends: 'further-back', revision: at } };
    if (printed.has(at)) return { events, end: { ends: 'in-another', revision: at } };
    const event = await log.event(at);
    if (event === undefined) return { events, end: { ends: 'in-what-was-removed', revision: at, kinds: log.forgetful } };
    events.push(event);
    at = linkOf(event);
  }
  return { events, end: { ends: 'at-its-beginning' } };
}

function linkOf({ cause, revision }: WholeEvent): Revision | undefined {
  return cause.revision !== undefined && cause.revision < revision ? cause.revision : undefined;
}
