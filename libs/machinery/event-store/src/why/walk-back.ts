import type { Revision } from '../log-event.ts';
import type { WholeEvent } from '../stored-event.ts';
import type { CausalLog } from './causal-log.ts';
import type { WhyEnd } from './why.ts';

/** Events back along their first causes, and why it ended there. */
export interface Walk {
  readonly events: readonly WholeEvent[];
  readonly end: WhyEnd;
}

/** Events followed in one walk at most: a container that restarts every five minutes gets here in three weeks. */
const WALK_MAX = 20_000;

/**
 * Walks back from `revision` until a beginning, an event in `told`, or one that is no longer kept. It ends, because causes only point
 * back: a link that does not is taken for a beginning that the check of the log complains about.
 */
export async function walkBack(log: CausalLog, revision: Revision, told: ReadonlySet<Revision>): Promise<Walk> {
  const events: WholeEvent[] = [];
  for (let at: Revision | undefined = revision; at !== undefined; ) {
    if (events.length === WALK_MAX) return { events, end: { ends: 'further-back', revision: at } };
    if (told.has(at)) return { events, end: { ends: 'in-another', revision: at } };
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
