import type { CommittedEvent, Revision } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';
import { transition } from './transition.ts';
import type { Watcher, WatchOptions } from './watcher.ts';

/** An open watch. */
export type Subscriber = WatchOptions & {
  readonly kind: KindDefinition;
  readonly watcher: Watcher;
  /** Last delivered revision. */
  seen: Revision;
  /** False while fed from the store. */
  live: boolean;
};

/** Watches of a kind with equal selections, so a change is evaluated once for all. */
export class WatchGroup {
  readonly members = new Set<Subscriber>();
  readonly #selection: Selection;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** Sends an event to live watches that lack it. */
  tell(committedEvent: CommittedEvent): void {
    const event = transition(this.#selection, committedEvent);
    if (event === undefined) return;
    // A watch stopped by an earlier watcher's reaction has left the set before its turn.
    for (const member of this.members) {
      if (!member.live || event.revision <= member.seen) continue;
      member.seen = event.revision;
      member.watcher.event(event);
    }
  }
}
