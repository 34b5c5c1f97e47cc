import type { LabTime } from '@klockwork/kernel';
import { type KindDefinition, keyText, type ObjectKey } from '@klockwork/resources';
import type { LogEvent } from '../log-event.ts';
import type { Revision } from '../revision.ts';
import { logFilter } from '../search/log-filter.ts';
import { type LogParameters, logRequest } from '../search/log-request.ts';
import type { SearchedLog } from '../search/searched-log.ts';
import { shownEvent } from '../search/stored-log.ts';
import type { WholeEvent } from '../stored-event.ts';
import { type Moment, momentOf } from './moment.ts';

/** Object that differs between two moments, with its newest event at each; undefined where it did not exist. */
export interface ObjectChange {
  readonly key: ObjectKey;
  readonly before?: LogEvent;
  readonly after?: LogEvent;
  /** True if retention removed the event before. */
  readonly isBeforePruned?: true;
}

/** Objects that differ between two moments. */
export interface LogChanges {
  readonly before: Moment;
  readonly after: Moment;
  readonly changes: readonly ObjectChange[];
}

const PAGE_EVENTS = 500;
/** Parameters of {@link logRequest} that choose objects. */
const OBJECT_PARAMETERS: ReadonlySet<string> = new Set(['object', 'namespace', 'kind', 'name']);

/**
 * Returns the objects that differ between the moments `before` and `after`, by kind, namespace and name. Further parameters are `object`,
 * `namespace`, `kind`, `name`. Returns a sentence about an invalid moment or name.
 */
export async function objectChanges(
  log: SearchedLog,
  { kinds, text, now }: { readonly kinds: readonly KindDefinition[]; readonly text: LogParameters; readonly now: LabTime },
): Promise<LogChanges | { readonly problem: string }> {
  const request = logRequest(kinds, (name) => (OBJECT_PARAMETERS.has(name) ? text(name) : ''), now);
  if ('problem' in request) return request;
  const [before, after] = [await momentOf(log, text('before'), now), await momentOf(log, text('after'), now)];
  if ('problem' in before) return before;
  if ('problem' in after) return after;
  if (before.revision > after.revision)
    return { problem: `revision ${before.revision} is later than revision ${after.revision}: name the earlier moment first` };
  const spans = await spansBetween(log, { after: before.revision, through: after.revision }, logFilter(request.filter));
  const changes: ObjectChange[] = [];
  for (const span of spans) changes.push(...(await changeOf(log, span)));
  return { before, after, changes: changes.sort(byKey) };
}

/** First and last event of an object between two moments. */
interface Span {
  readonly first: WholeEvent;
  last: WholeEvent;
}

async function spansBetween(
  log: SearchedLog,
  { after, through }: { readonly after: Revision; readonly through: Revision },
  isWanted: (event: LogEvent) => boolean,
): Promise<Iterable<Span>> {
  const spans = new Map<string, Span>();
  for (let seen = after; seen < through; ) {
    const page = await log.read({ after: seen, limit: PAGE_EVENTS });
    for (const event of page.filter((one) => one.revision <= through && isWanted(one))) {
      const span = spans.get(keyText(event.key));
      if (span === undefined) spans.set(keyText(event.key), { first: event, last: event });
      else span.last = event;
    }
    seen = page.length < PAGE_EVENTS ? through : (page.at(-1)?.revision ?? through);
  }
  return spans.values();
}

/** Returns an empty list for an object that was created and deleted in between. */
async function changeOf(log: SearchedLog, { first, last }: Span): Promise<ObjectChange[]> {
  const [existed, exists] = [first.change !== 'created', last.change !== 'deleted'];
  if (!existed && !exists) return [];
  const [event] = existed ? await log.read({ after: first.previousRevision - 1, limit: 1 }) : [];
  const before = event?.revision === first.previousRevision ? event : undefined;
  return [
    {
      key: first.key,
      ...(before && { before: shownEvent(before) }),
      ...(existed && before === undefined && { isBeforePruned: true as const }),
      ...(exists && { after: shownEvent(last) }),
    },
  ];
}

function byKey(a: ObjectChange, b: ObjectChange): number {
  return keyText(a.key) < keyText(b.key) ? -1 : 1;
}
