import type { Journal, Revision, WholeEvent } from '@klockwork/event-store';
import { keyText } from '@klockwork/resources';
import { comparePositions } from './positions.ts';
import type { ListedObject, Range } from './state-at.ts';

type Kind = Readonly<{ group: string; resource: string }>;

/** Events of the log read at a time. */
const PAGE_EVENTS = 500;

/**
 * The objects of a kind as they were at a revision that the journal's memory does not reach: the fold of the kept log. A real cluster
 * cannot do this. Undefined when retention has removed what is needed.
 */
export async function pastState(
  journal: Journal,
  kind: Kind,
  revision: Revision,
  range: Range,
): Promise<readonly ListedObject[] | undefined> {
  if (!(await journal.read({ after: revision, limit: 1, kind })).complete) return undefined;
  const was = await foldThrough(journal, kind, revision);
  if (was === undefined) return undefined;
  return [...was.values()]
    .filter(({ key }) => isIn(range, key))
    .sort((a, b) => comparePositions(a.key, b.key))
    .map(({ object }) => ({ object, json: JSON.stringify(object) }));
}

/** By key, the newest event of each object that was there. */
async function foldThrough(journal: Journal, kind: Kind, revision: Revision): Promise<Map<string, WholeEvent> | undefined> {
  const was = new Map<string, WholeEvent>();
  const seenLater = new Set<string>();
  for await (const event of eventsOf(journal, kind, revision)) {
    const key = keyText(event.key);
    if (event.revision > revision) {
      // What retention removed had a successor, which tells what it followed.
      if (!seenLater.has(key) && event.change !== 'created' && was.get(key)?.revision !== event.previousRevision) return undefined;
      seenLater.add(key);
    } else if (event.change === 'deleted') was.delete(key);
    else was.set(key, event);
  }
  return was;
}

/** Up to the revision, and beyond it for kinds whose superseded events are forgotten. */
async function* eventsOf(journal: Journal, kind: Kind, revision: Revision): AsyncGenerator<WholeEvent> {
  const last = journal.forgets(kind) ? journal.state.revision : revision;
  for (let after = 0; after < last; ) {
    const { events } = await journal.read({ after, limit: PAGE_EVENTS, kind });
    for (const event of events) if (event.revision <= last) yield event;
    if (events.length < PAGE_EVENTS) return;
    after = events.at(-1)?.revision ?? last;
  }
}

function isIn({ namespace, after }: Range, key: { namespace: string; name: string }): boolean {
  return (namespace === undefined || key.namespace === namespace) && (after === undefined || comparePositions(key, after) > 0);
}
