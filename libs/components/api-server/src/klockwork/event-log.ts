import { statusErrors } from '@klockwork/api-machinery';
import {
  type CommittedEvent,
  type Journal,
  type LogRequest,
  LogSearch,
  type SearchedLog,
  shownEvent,
  type WholeEvent,
} from '@klockwork/event-store';
import type { ApiStream, ByteSink } from '@klockwork/http-api';
import { ApiError, type Cancel, type StopSignal } from '@klockwork/kernel';
import { BoundedWriter } from '../answers/bounded-writer.ts';

/** Max number of lines waiting for a slow follower. */
const PENDING_LINES_MAX = 10_000;

const TOO_SLOW = 'the reader is too slow: more events are waiting than are kept for it';

/** Returns the requested events as JSON lines; endless with `follow`. Throws BadRequest for unknown revisions or filters. */
export async function eventLog(journal: Journal, request: LogRequest, stop: StopSignal): Promise<ApiStream> {
  const search = await LogSearch.begin(searchedLog(journal), request);
  if ('problem' in search) throw statusErrors.badRequest(search.problem);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache, private' },
    start: (sink) => new EventLogStream({ journal, search, follow: request.follow, stop }, sink).open(),
  };
}

/** Returns the log of a journal, for a search. */
export function searchedLog(journal: Journal): SearchedLog {
  return { head: () => journal.state.revision, read: async (query) => (await journal.read(query)).events };
}

interface LogStreamOptions {
  readonly journal: Journal;
  readonly search: LogSearch;
  readonly follow: boolean;
  readonly stop: StopSignal;
}

class EventLogStream {
  readonly #of: LogStreamOptions;
  readonly #sink: ByteSink;
  readonly #writer: BoundedWriter<WholeEvent>;
  #stopListening: Cancel = () => {};
  /** Live events are written when committed, regardless of client speed. */
  #isLive = false;

  constructor(of: LogStreamOptions, sink: ByteSink) {
    this.#of = of;
    this.#sink = sink;
    const { journal } = of;
    this.#writer = new BoundedWriter(sink, {
      textOf: (event) => `${JSON.stringify(shownEvent(event))}\n`,
      pendingMax: PENDING_LINES_MAX,
      // Past events are read page by page, each after the client took the previous one.
      mayWait: (longest) => !this.#isLive || journal.remembers(longest.revision),
      onCutOff: () => this.#cutOff(),
    });
  }

  open(): void {
    this.#run().catch(async (error: unknown) => {
      // After the headers, the last line reports errors such as damaged events.
      await this.#writer.drained();
      if (error instanceof ApiError) this.#sink.write(`${JSON.stringify(error.status)}\n`);
      this.#writer.end();
      if (!(error instanceof ApiError)) throw error;
    });
  }

  async #run(): Promise<void> {
    do await this.#writePast();
    while (this.#goesOn && !this.#goLive());
    if (!this.#goesOn) this.#end();
  }

  get #goesOn(): boolean {
    const { follow, search, stop } = this.#of;
    return follow && !search.ended && !stop.stopped;
  }

  /** Writes past events at the reader's speed. */
  async #writePast(): Promise<void> {
    const { search, stop } = this.#of;
    for (let page = await search.page(); page !== undefined && !stop.stopped; page = await search.page()) {
      for (const event of page) this.#write(event);
      await this.#writer.drained();
    }
  }

  /** Joins live events at the journal's memory without gaps, in one turn; false if the memory is too short. */
  #goLive(): boolean {
    const { journal, search, stop } = this.#of;
    const missedEvents = journal.recent({ after: search.seen });
    if (missedEvents === undefined) return false;
    this.#isLive = true;
    for (const event of missedEvents) this.#show(event);
    if (!this.#goesOn) return true;
    this.#stopListening = journal.onCommitted((event) => this.#show(event));
    stop.onStop(() => this.#end());
    return true;
  }

  #show({ event }: CommittedEvent): void {
    if (this.#of.search.takes(event)) this.#write(event);
    else if (this.#of.search.ended) this.#end();
  }

  #write(event: WholeEvent): void {
    this.#writer.write(event);
  }

  /** Writes a last line for a disconnected follower: the revision from which to resume. */
  #cutOff(): void {
    this.#stopListening();
    this.#sink.write(`${JSON.stringify(statusErrors.expired(TOO_SLOW).status)}\n`);
  }

  #end(): void {
    this.#stopListening();
    this.#writer.end();
  }
}
