import type { Revision } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { Database } from 'better-sqlite3';
import { type EventPlace, findEvent } from './statements/find-event.ts';

/** Moment of a log: a revision, or an instant of lab time. */
export type LogMoment = { readonly revision: Revision } | { readonly at: LabTime };

/** Moment outside a log. The message is one sentence. */
export class NoSuchMomentError extends Error {
  override readonly name = 'NoSuchMomentError';
}

/** Returns the newest stored event at a moment. Throws NoSuchMomentError before the log, and for revisions after it. */
export function eventAt(database: Database, moment: LogMoment): { revision: Revision; at: LabTime } {
  const find = findEvent(database);
  const last = find(Number.MAX_SAFE_INTEGER);
  if (last === undefined) throw new NoSuchMomentError('the event log is empty');
  if ('revision' in moment && moment.revision > last[0])
    throw new NoSuchMomentError(`revision ${moment.revision} is not in the event log, which ends at ${last[0]}`);
  const place = 'revision' in moment ? find(moment.revision) : newestUntil(find, last, moment.at);
  if (place !== undefined) return { revision: place[0], at: place[1] };
  throw new NoSuchMomentError(
    'revision' in moment
      ? `no event up to revision ${moment.revision} is in the event log`
      : `the event log begins after ${new Date(moment.at).toISOString()}`,
  );
}

/** Lab time never decreases along the log, so a binary search finds the event. */
function newestUntil(find: ReturnType<typeof findEvent>, last: EventPlace, at: LabTime): EventPlace | undefined {
  let [low, high, place]: [number, number, EventPlace | undefined] = [0, last[0], undefined];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const event = find(middle);
    if (event !== undefined && event[1] > at) high = Math.min(middle, event[0]) - 1;
    else [low, place] = [middle, event ?? place];
  }
  return place;
}
