import { comparePositions, type Journal, type Revision, type WholeEvent } from '@klockwork/event-store';
import { keyText } from '@klockwork/resources';
import type { ListedObject, Range } from './state-at.ts';

type Kind = Readonly<{ group: string; resource: string }>;

/** Number of events per read. */
const PAGE_EVENTS = 500;

/**
 * Returns the objects of a kind at a revision beyond the journal's memory, by replaying the log; a real cluster cannot. Undefined after
 * pruning of required events.
 */
export async function pastState(
  journal: Journal,
  kind: Kind,
  revision: Revision,
  range: Range,
): Promise<readonly ListedObject[] | undefined> {
  if (!(await journal.read({ after: revision, limit: 1, kind })).complete) return undefined;
  const past = await foldThrough(journal, kind, revision);
  if (past === undefined) return undefined;
  return [...past.values()]
    .filter(({ key }) => isIn(range, key))
    .sort((a, b) => comparePositions(a.key, b.key))
    .map(({ object }) => ({ object, json: JSON.stringify(object) }));
}

/** Returns the newest event of each object by key. */
async function foldThrough(journal: Journal, kind: Kind, revision: Revision): Promise<Map<string, WholeEvent> | undefined> {
  const past = new Map<string, WholeEvent>();
  const seenLater = new Set<string>();
  for await (const event of eventsOf(journal, kind, revision)) {
    const key = keyText(event.key);
    if (event.revision > revision) {
      // A pruned event has a successor, which names the pruned revision.
      if (!seenLater.has(key) && event.change !== 'created' && past.get(key)?.revision !== event.previousRevision) return undefined;
      seenLater.add(key);
    } else if (event.change === 'deleted') past.delete(key);
    else past.set(key, event);
  }
  return past;
}

/** Yields events up to the revision, or to the end for kinds whose superseded events are pruned. */
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
