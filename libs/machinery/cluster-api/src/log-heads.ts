import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import { HEADS_ROUTE, type Heads, type Revision } from '@klockwork/event-store';
import { kindKey } from './messages.ts';
import { HEADS_WANTED_ROUTE } from './routes.ts';

/**
 * Heads of the log for all watches of one process. Sources: the api-server over the bus, periodically and after a reconnect, and the
 * questions of the lab's clock.
 */
export class LogHeads {
  readonly #listeners = new Map<string, Set<(revision: Revision) => void>>();

  constructor({ bus, subjects }: { bus: Bus; subjects: Subjects }) {
    bus.subscribe(subjects.at(HEADS_ROUTE), ({ body }) => this.tell(body));
    bus.onRestored(() => bus.publish(subjects.at(HEADS_WANTED_ROUTE), null));
  }

  /** Passes heads to listeners synchronously: readers behind have started reading before this returns. */
  tell(heads: Heads): void {
    for (const [kind, listeners] of this.#listeners) {
      const head = heads[kind];
      if (head !== undefined) for (const listener of listeners) listener(head);
    }
  }

  /** Calls `listener` with each reported newest revision of a kind. */
  on(resource: { group: string; resource: string }, listener: (revision: Revision) => void): Subscription {
    const kind = kindKey(resource);
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return { stop: () => void listeners.delete(listener) };
  }
}
