import type { LogQuery } from '../log-query.ts';
import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';
import type { SearchedLog } from './searched-log.ts';

/** Events read at a time. */
export const PAGE_EVENTS = 500;

/** Part of the log with an index: a kind, an object, or (without either) the whole log. */
export type IndexedPart = Pick<LogQuery, 'kind' | 'key'>;

/** Next events of a scan. `isLast`: the log had no later ones when the page was read. */
export interface ScanPage {
  readonly events: readonly WholeEvent[];
  readonly isLast: boolean;
}

/** Events of a part that are read, but not yet returned. */
interface Queue {
  readonly part: IndexedPart;
  after: Revision;
  events: readonly WholeEvent[];
  /** Index of the first event that is not returned. */
  next: number;
  /** True if the log had no later events when the present page was read. */
  isComplete: boolean;
}

/** Reads events of some parts of the log after a revision, merged in log order: of four rare kinds, only their events are read. */
export class EventScan {
  readonly #log: SearchedLog;
  readonly #queues: readonly Queue[];

  /** The parts have no event in common. */
  constructor(log: SearchedLog, parts: readonly IndexedPart[], after: Revision) {
    this.#log = log;
    this.#queues = parts.map((part) => ({ part, after, events: [], next: 0, isComplete: false }));
  }

  /** Returns at most {@link PAGE_EVENTS} next events. An empty page is the last one. */
  async page(): Promise<ScanPage> {
    await Promise.all(this.#queues.map((queue) => this.#fill(queue)));
    const events: WholeEvent[] = [];
    while (events.length < PAGE_EVENTS) {
      const rest = this.#queues.filter(isFilled);
      if (rest.length < this.#queues.length && this.#queues.some((queue) => !isFilled(queue) && !queue.isComplete)) break;
      const [first, ...others] = rest;
      if (first === undefined) return { events, isLast: true };
      const oldest = others.reduce((one, other) => (headOf(other) < headOf(one) ? other : one), first);
      events.push(oldest.events[oldest.next] as WholeEvent);
      oldest.next += 1;
    }
    return { events, isLast: false };
  }

  /** Later events may have followed those of a former page: only a queue filled now is known to be complete. */
  async #fill(queue: Queue): Promise<void> {
    queue.isComplete = false;
    if (isFilled(queue)) return;
    queue.events = await this.#log.read({ after: queue.after, limit: PAGE_EVENTS, ...queue.part });
    queue.next = 0;
    queue.after = queue.events.at(-1)?.revision ?? queue.after;
    queue.isComplete = queue.events.length < PAGE_EVENTS;
  }
}

function isFilled({ events, next }: Queue): boolean {
  return next < events.length;
}

function headOf({ events, next }: Queue): Revision {
  return (events[next] as WholeEvent).revision;
}

/** Returns the events of some parts after a revision, through another one. */
export async function eventsBetween(
  log: SearchedLog,
  parts: readonly IndexedPart[],
  { after, through }: { readonly after: Revision; readonly through: Revision },
): Promise<readonly WholeEvent[]> {
  const scan = new EventScan(log, parts, after);
  const events: WholeEvent[] = [];
  for (;;) {
    const page = await scan.page();
    for (const event of page.events) {
      if (event.revision > through) return events;
      events.push(event);
    }
    if (page.isLast) return events;
  }
}
