import type { CommittedEvent, Journal, Revision, WholeEvent } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';

/** Number of events per read, for a watch behind the journal's memory. */
const BACKLOG_PAGE_EVENTS = 64;

/** Part of a kind's past, and the reader's position. */
export interface Backlog {
  readonly changes: readonly CommittedEvent[];
  readonly through: Revision;
}

/** Reads the next changes of a kind after a revision from the store. Throws 410 Expired for pruned events. */
export async function readBacklog(journal: Journal, kind: KindDefinition, after: Revision, selection: Selection): Promise<Backlog> {
  const settledRevision = journal.state.revision;
  const { events, complete } = await journal.read({ after, limit: BACKLOG_PAGE_EVENTS, kind });
  if (!complete) throw tooOld(after, settledRevision);
  const changes: CommittedEvent[] = [];
  for (const event of events) changes.push(await withPrevious(journal, event, selection));
  const last = events.at(-1)?.revision ?? after;
  return { changes, through: events.length < BACKLOG_PAGE_EVENTS ? Math.max(last, settledRevision) : last };
}

/** Models `newErrorWatcher(errors.NewResourceExpired(…))` of the watch cache. */
function tooOld(since: Revision, oldest: Revision): ApiError {
  return new ApiError({ code: 410, reason: 'Expired', message: `too old resource version: ${since} (${oldest})` });
}

/** The previous state matters only for selectors that may have matched it. */
async function withPrevious(journal: Journal, event: WholeEvent, selection: Selection): Promise<CommittedEvent> {
  const json = JSON.stringify(event.object);
  if (event.change === 'created') return { event, json };
  const previous = selection.everything ? event.object : await previousOf(journal, event);
  return { event, json, previous };
}

/** Returns the replaced object. If pruned, the object counts as matching: a superfluous DELETED is harmless. */
async function previousOf(journal: Journal, event: WholeEvent): Promise<KubeObject> {
  const { events } = await journal.read({ key: event.key, after: event.previousRevision - 1, limit: 1 });
  const [foundEvent] = events;
  return foundEvent?.revision === event.previousRevision ? foundEvent.object : event.object;
}
