import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import type { Revision } from '@klockwork/event-store';
import { type Heads, kindKey } from './messages.ts';

/**
 * How far the log of each kind is, as one process hears of it: from the api-server over the bus now and then, and when it asks because it
 * was cut off, and from the lab's clock each time it asks whether all is quiet. One of these serves all watches of a process.
 */
export class LogHeads {
  readonly #listeners = new Map<string, Set<(revision: Revision) => void>>();

  constructor({ bus, subjects }: { bus: Bus; subjects: Subjects }) {
    bus.subscribe(subjects.heads, ({ body }) => this.tell(body as unknown as Heads));
    bus.onRestored(() => bus.publish(subjects.headsWanted, null));
  }

  /** Hands on what somebody told, synchronously: who is behind has begun to read the log when this returns. */
  tell(heads: Heads): void {
    for (const [kind, listeners] of this.#listeners) {
      const head = heads[kind];
      if (head !== undefined) for (const listener of listeners) listener(head);
    }
  }

  /** Calls `listener` with the newest revision of a kind, each time it is told. */
  on(resource: { group: string; resource: string }, listener: (revision: Revision) => void): Subscription {
    const kind = kindKey(resource);
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return { stop: () => void listeners.delete(listener) };
  }
}
