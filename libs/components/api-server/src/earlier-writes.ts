import type { Journal, LogEvent, Revision } from '@klockwork/event-store';

/** Max number of searched events before the start: clients retry a lost answer soon. */
const EVENTS_MAX = 5_000;
const PAGE_EVENTS = 500;

/** Writes of requests before this process started. Read from the log on first use. */
export class EarlierWrites {
  readonly #journal: Journal;
  readonly #startedAt: Revision;
  #byRequest: Promise<ReadonlyMap<string, Revision>> | undefined;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#startedAt = journal.state.revision;
  }

  /** Returns a request's last event; undefined for none or an old one. */
  async find(correlationId: string): Promise<LogEvent | undefined> {
    this.#byRequest ??= this.#read();
    const revision = (await this.#byRequest).get(correlationId);
    if (revision === undefined) return undefined;
    const { events } = await this.#journal.read({ after: revision - 1, limit: 1 });
    return events.find((event) => event.revision === revision);
  }

  async #read(): Promise<ReadonlyMap<string, Revision>> {
    const revisions = new Map<string, Revision>();
    for (let after = Math.max(0, this.#startedAt - EVENTS_MAX); after < this.#startedAt; ) {
      const { events } = await this.#journal.read({ after, limit: PAGE_EVENTS });
      for (const { correlationId, revision } of events) if (revision <= this.#startedAt) revisions.set(correlationId, revision);
      after = events.at(-1)?.revision ?? this.#startedAt;
    }
    return revisions;
  }
}
