import type { StoredEvent } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';

/** Maximum number of events at one instant of lab time; small clusters need fewer, so more indicate endless writers. */
const EVENTS_AT_ONCE_MAX = 20_000;

/** Notices writers who write for ever while lab time stands still. */
export class WriteStorm {
  readonly #counts = new Map<string, number>();
  #at: LabTime = 0;
  #events = 0;

  observe({ at, type, actor }: Pick<StoredEvent, 'at' | 'type' | 'actor'>): void {
    if (at !== this.#at) this.#begin(at);
    this.#events += 1;
    const what = `${type} by ${actor.user}`;
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** Most frequent writes first; undefined without a storm. */
  get problem(): string | undefined {
    if (this.#events <= EVENTS_AT_ONCE_MAX) return undefined;
    const most = [...this.#counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    return `${this.#events} events at one instant: ${most.map(([what, count]) => `${count} ${what}`).join(', ')}`;
  }

  #begin(at: LabTime): void {
    this.#at = at;
    this.#events = 0;
    this.#counts.clear();
  }
}
