import type { CommittedEvent } from './committed-event.ts';
import type { Revision } from './revision.ts';

/** Maximum number of events in memory. */
export const TAIL_EVENTS_MAX = 4_096;
/** Maximum number of JSON characters in memory. */
export const TAIL_CHARACTERS_MAX = 6 * 1024 * 1024;

/** Newest events in memory, complete: the source for watches and recovering informers. Bounded by number and size. */
export class LogTail {
  /** Slots before `#start` are empty. */
  #events: (CommittedEvent | undefined)[] = [];
  #start = 0;
  #characters = 0;
  #coversAfter: Revision;

  /** Creates a tail that starts after `revision`. */
  constructor(revision: Revision) {
    this.#coversAfter = revision;
  }

  push(event: CommittedEvent): void {
    this.#events.push(event);
    this.#characters += event.json.length;
    while (this.#events.length - this.#start > TAIL_EVENTS_MAX || this.#characters > TAIL_CHARACTERS_MAX) this.#letGo();
    if (this.#start <= TAIL_EVENTS_MAX) return;
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }

  /** Returns all events after a revision, in order; undefined if the tail starts later. */
  after(revision: Revision): readonly CommittedEvent[] | undefined {
    if (revision < this.#coversAfter) return undefined;
    return this.#events.slice(this.#indexAfter(revision)) as CommittedEvent[];
  }

  /** Searches from the computed index: only replays of pruned logs have gaps between revisions. */
  #indexAfter(revision: Revision): number {
    let index = Math.min(this.#events.length, this.#start + (revision - this.#coversAfter));
    while (index > this.#start && (this.#events[index - 1] as CommittedEvent).event.revision > revision) index -= 1;
    return index;
  }

  /** True if the event of a revision is in the tail or newer. */
  covers(revision: Revision): boolean {
    return revision > this.#coversAfter;
  }

  #letGo(): void {
    const oldest = this.#events[this.#start] as CommittedEvent;
    this.#events[this.#start] = undefined;
    this.#start += 1;
    this.#characters -= oldest.json.length;
    this.#coversAfter = oldest.event.revision;
  }
}
