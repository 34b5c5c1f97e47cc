import type { LogEvent, Revision } from '@klockwork/event-store';

/** Maximum number of stored hints ahead of a gap; the log contains all of them. */
const EARLY_HINTS_MAX = 4_096;

/** Hints that arrived before their predecessors. */
export class EarlyHints {
  readonly #byPrevious = new Map<Revision, LogEvent>();
  #newest: Revision = 0;

  /** Newest observed revision, stored or not. */
  get newest(): Revision {
    return this.#newest;
  }

  add(event: LogEvent): void {
    if (event.revision > this.#newest) this.#newest = event.revision;
    if (this.#byPrevious.size < EARLY_HINTS_MAX) this.#byPrevious.set(event.previousRevisionOfKind, event);
  }

  /** Removes and returns the hint that follows `revision`, if present. */
  take(revision: Revision): LogEvent | undefined {
    const event = this.#byPrevious.get(revision);
    this.#byPrevious.delete(revision);
    return event;
  }

  /** Drops hints up to a revision that the cache reached. */
  dropUpTo(revision: Revision): void {
    for (const [previous, event] of this.#byPrevious) if (event.revision <= revision) this.#byPrevious.delete(previous);
  }
}
