import type { LogEvent, Revision } from '@klockwork/event-store';

/** More hints ahead of a gap than this are not kept: the log has them all. */
const EARLY_HINTS_MAX = 4_096;

/** Hints that came before the one that precedes them. */
export class EarlyHints {
  readonly #byPrevious = new Map<Revision, LogEvent>();
  #newest: Revision = 0;

  /** Newest revision ever seen, kept or not. */
  get newest(): Revision {
    return this.#newest;
  }

  add(event: LogEvent): void {
    if (event.revision > this.#newest) this.#newest = event.revision;
    if (this.#byPrevious.size < EARLY_HINTS_MAX) this.#byPrevious.set(event.previousRevisionOfKind, event);
  }

  /** The hint that follows `revision`, if it is here. */
  take(revision: Revision): LogEvent | undefined {
    const event = this.#byPrevious.get(revision);
    this.#byPrevious.delete(revision);
    return event;
  }

  /** Forgets what the cache has passed. */
  dropUpTo(revision: Revision): void {
    for (const [previous, event] of this.#byPrevious) if (event.revision <= revision) this.#byPrevious.delete(previous);
  }
}
