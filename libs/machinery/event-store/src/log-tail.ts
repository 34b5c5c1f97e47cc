import type { Committed } from './committed.ts';
import type { Revision } from './log-event.ts';

/** Events that are kept in memory at most. */
export const TAIL_EVENTS_MAX = 4_096;
/** Characters of JSON that are kept in memory at most. */
export const TAIL_CHARACTERS_MAX = 16 * 1024 * 1024;

/** The newest events, whole, in memory: what watches start from and informers heal from. Bounded by number and by size. */
export class LogTail {
  /** Slots before `#start` are empty. */
  #events: (Committed | undefined)[] = [];
  #start = 0;
  #characters = 0;
  #coversAfter: Revision;

  /** A tail that begins after `revision`. */
  constructor(revision: Revision) {
    this.#coversAfter = revision;
  }

  push(committed: Committed): void {
    this.#events.push(committed);
    this.#characters += committed.json.length;
    while (this.#events.length - this.#start > TAIL_EVENTS_MAX || this.#characters > TAIL_CHARACTERS_MAX) this.#letGo();
    if (this.#start <= TAIL_EVENTS_MAX) return;
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }

  /** Every event after a revision, in order; undefined when the tail does not reach back that far. */
  after(revision: Revision): readonly Committed[] | undefined {
    if (revision < this.#coversAfter) return undefined;
    // Revisions in the tail follow each other without a gap, so the place is arithmetic.
    return this.#events.slice(this.#start + (revision - this.#coversAfter)) as Committed[];
  }

  /** Whether the event of a revision is here, or newer than all that are. */
  covers(revision: Revision): boolean {
    return revision > this.#coversAfter;
  }

  #letGo(): void {
    const oldest = this.#events[this.#start] as Committed;
    this.#events[this.#start] = undefined;
    this.#start += 1;
    this.#characters -= oldest.json.length;
    this.#coversAfter = oldest.event.revision;
  }
}
