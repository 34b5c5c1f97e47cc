import type { Committed, Journal, Revision, WholeEvent } from '@klockwork/event-store';
import type { Cancel, StopSignal } from '@klockwork/kernel';
import { BoundedWriter } from '../answers/bounded-writer.ts';
import type { ApiStream, ByteSink } from '../http.ts';
import type { EventLogQuery } from './log-query.ts';

/** Events read and written at a time. */
const PAGE_EVENTS = 500;
/** Lines that may wait for a slow follower. */
const PENDING_LINES_MAX = 10_000;

/** The event log as JSON lines, one event a line, from a revision on; with `follow` for ever. */
export function eventLog(journal: Journal, query: EventLogQuery, stop: StopSignal): ApiStream {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache, private' },
    start: (sink) => new EventLogStream(journal, query, stop, sink).open(),
  };
}

class EventLogStream {
  readonly #journal: Journal;
  readonly #query: EventLogQuery;
  readonly #stop: StopSignal;
  readonly #writer: BoundedWriter;
  #seen: Revision;
  #stopListening: Cancel = () => {};

  constructor(journal: Journal, query: EventLogQuery, stop: StopSignal, sink: ByteSink) {
    this.#journal = journal;
    this.#query = query;
    this.#stop = stop;
    this.#seen = query.after;
    this.#writer = new BoundedWriter(sink, { pendingMax: PENDING_LINES_MAX, onCutOff: () => this.#stopListening() });
  }

  open(): void {
    this.#run().catch((error: unknown) => {
      this.#writer.end();
      throw error;
    });
  }

  async #run(): Promise<void> {
    do await this.#writePast();
    while (this.#query.follow && !this.#stop.stopped && !this.#goLive());
    if (!this.#query.follow || this.#stop.stopped) this.#writer.end();
  }

  /** Writes what is there now, no faster than the reader takes it. */
  async #writePast(): Promise<void> {
    const { key } = this.#query;
    for (let count = PAGE_EVENTS; count === PAGE_EVENTS && !this.#stop.stopped; ) {
      const settled = this.#journal.state.revision;
      const { events } = await this.#journal.read({ after: this.#seen, limit: PAGE_EVENTS, ...(key && { key }) });
      for (const event of events) this.#write(event);
      count = events.length;
      // Of one object there may be nothing more up to here, however far the log is.
      if (count < PAGE_EVENTS) this.#seen = Math.max(this.#seen, settled);
      await this.#writer.drained();
    }
  }

  /** From what the journal remembers on, without a gap, as all of it happens in one turn; false when its memory does not reach back that far. */
  #goLive(): boolean {
    const missed = this.#journal.recent({ after: this.#seen });
    if (missed === undefined) return false;
    for (const committed of missed) this.#show(committed);
    this.#stopListening = this.#journal.onCommitted((committed) => this.#show(committed));
    this.#stop.onStop(() => {
      this.#stopListening();
      this.#writer.end();
    });
    return true;
  }

  #show({ event }: Committed): void {
    const { key } = this.#query;
    if (event.revision <= this.#seen) return;
    if (key === undefined || sameKey(event, key)) this.#write(event);
  }

  #write(event: WholeEvent): void {
    this.#seen = event.revision;
    this.#writer.write(`${JSON.stringify(shown(event))}\n`);
  }
}

/** The object of a confidential kind stays where it is. */
function shown(event: WholeEvent): object {
  if (event.confidential !== true) return event;
  const { object: _, ...envelope } = event;
  return envelope;
}

function sameKey({ key }: WholeEvent, other: WholeEvent['key']): boolean {
  return key.group === other.group && key.resource === other.resource && key.namespace === other.namespace && key.name === other.name;
}
