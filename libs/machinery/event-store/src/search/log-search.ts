import type { LabTime } from '@klockwork/kernel';
import type { LogEvent } from '../log-event.ts';
import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';
import { EventScan, eventsBetween, type IndexedPart, PAGE_EVENTS } from './event-scan.ts';
import { type LogFilter, logFilter } from './log-filter.ts';
import type { LogRequest } from './log-request.ts';
import type { SearchedLog } from './searched-log.ts';

/** First revision to read, and first revision to show: effects are tracked from their origin. */
interface Start {
  readonly readAfter: Revision;
  readonly showAfter: Revision;
}

/** Search of the log from its first to its last possible match. Events are processed once, in order. */
export class LogSearch {
  readonly #log: SearchedLog;
  readonly #request: LogRequest;
  readonly #isWanted: (event: LogEvent) => boolean;
  readonly #showAfter: Revision;
  readonly #scan: EventScan;
  #seen: Revision;
  #ended = false;

  /** Finds the start of the search. Resolves to a problem sentence if the log lacks the requested events. */
  static async begin(log: SearchedLog, request: LogRequest): Promise<LogSearch | { readonly problem: string }> {
    const problem = await problemOf(log, request);
    return problem === undefined ? new LogSearch(log, request, await startOf(log, request)) : { problem };
  }

  private constructor(log: SearchedLog, request: LogRequest, { readAfter, showAfter }: Start) {
    this.#log = log;
    this.#request = request;
    this.#scan = new EventScan(log, partsOf(request), readAfter);
    this.#isWanted = logFilter(request.filter);
    this.#showAfter = showAfter;
    this.#seen = readAfter;
  }

  /** Last processed revision. */
  get seen(): Revision {
    return this.#seen;
  }

  /** True once no later event can match. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Returns matches of the next page; undefined if no next page exists yet. */
  async page(): Promise<readonly WholeEvent[] | undefined> {
    const settled = this.#log.head();
    if (this.#ended || this.#seen >= settled) return undefined;
    const { events, isLast } = await this.#scan.page();
    const wantedEvents = events.filter((event) => this.takes(event));
    // Skips to the settled end: a search of some kinds or an object may have no more events before it.
    if (isLast) this.#seen = Math.max(this.#seen, settled);
    return wantedEvents;
  }

  /** True if `event`, the next of the log, matches. Processed events do not match again. */
  takes(event: LogEvent): boolean {
    if (event.revision <= this.#seen || this.#ended) return false;
    this.#seen = event.revision;
    this.#ended = isPast(this.#request, event);
    return !this.#ended && this.#isWanted(event) && event.revision > this.#showAfter;
  }
}

/** Lab time never decreases along the log. */
function isPast({ filter: { until }, through }: LogRequest, { at, revision }: LogEvent): boolean {
  return (until !== undefined && at > until) || (through !== undefined && revision > through);
}

/** Returns the indexed parts of the log that a filter needs. Effects are tracked through events of all kinds. */
function partsOf({ filter: { kinds, key, causedBy } }: LogRequest): readonly IndexedPart[] {
  if (causedBy !== undefined) return [{}];
  if (key !== undefined) return [{ key }];
  if (kinds === undefined || kinds.length === 0) return [{}];
  return [...new Map(kinds.map((kind) => [`${kind.group}/${kind.resource}`, { kind }])).values()];
}

async function problemOf(log: SearchedLog, { after, through, filter, follow }: LogRequest): Promise<string | undefined> {
  const [head, wanted] = [log.head(), Math.max(through ?? 0, filter.causedBy ?? 0)];
  if (wanted > head || (after > head && !follow)) return `the log ends at revision ${head}`;
  for (const revision of [through, filter.causedBy]) {
    if (revision === undefined) continue;
    const [event] = await log.read({ after: revision - 1, limit: 1 });
    if (event?.revision !== revision) return `revision ${revision} is not in the log any more: it was superseded, and removed by retention`;
  }
  return undefined;
}

async function startOf(log: SearchedLog, request: LogRequest): Promise<Start> {
  const { filter, tail } = request;
  if (filter.causedBy !== undefined) {
    const readAfter = filter.causedBy - 1;
    return {
      readAfter,
      showAfter: Math.max(request.after, tail === undefined ? 0 : await beforeTailForwards(log, readAfter, filter, tail)),
    };
  }
  const sinceRevision = filter.since === undefined ? 0 : await lastBefore(log, filter.since);
  const after = Math.max(request.after, sinceRevision);
  const begin = tail === undefined ? after : await beforeTail(log, { ...request, after, tail });
  return { readAfter: begin, showAfter: begin };
}

/** Returns the newest revision before an instant, by binary search. */
export async function lastBefore(log: SearchedLog, at: LabTime): Promise<Revision> {
  let [low, high] = [0, log.head()];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [next] = await log.read({ after: middle, limit: 1 });
    if (next !== undefined && next.at < at) low = next.revision;
    else high = middle;
  }
  return low;
}

/** Returns the revision before the last `tail` matches, reading the log backwards. Where matches are rare, each part has twice as many revisions. */
async function beforeTail(log: SearchedLog, request: LogRequest & { readonly tail: number }): Promise<Revision> {
  const isWanted = logFilter(request.filter);
  let missing = request.tail;
  if (missing === 0) return log.head();
  let span = PAGE_EVENTS;
  for (let through = log.head(); through > request.after; ) {
    const after = Math.max(request.after, through - span);
    const events = await eventsBetween(log, partsOf(request), { after, through });
    const foundEvents = events.filter(isWanted);
    if (foundEvents.length >= missing) return (foundEvents.at(-missing) as WholeEvent).revision - 1;
    missing -= foundEvents.length;
    through = after;
    if (events.length < PAGE_EVENTS / 2) span *= 2;
  }
  return request.after;
}

/** Like beforeTail, but forwards: effects are known only from their origin on. */
async function beforeTailForwards(log: SearchedLog, origin: Revision, filter: LogFilter, tail: number): Promise<Revision> {
  const isWanted = logFilter(filter);
  const found: Revision[] = [];
  for (let revision = origin; revision < log.head(); ) {
    const page = await log.read({ after: revision, limit: PAGE_EVENTS });
    for (const event of page) if (isWanted(event)) found.push(event.revision);
    if (found.length > tail) found.splice(0, found.length - tail);
    revision = page.at(-1)?.revision ?? log.head();
  }
  return (found[0] ?? log.head() + 1) - 1;
}
