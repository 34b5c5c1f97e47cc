import type { CommittedEvent, Revision } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';
import { transition } from './transition.ts';
import type { Watcher, WatchOptions } from './watcher.ts';

/** An open watch. */
export type Subscriber = WatchOptions & {
  readonly kind: KindDefinition;
  readonly watcher: Watcher;
  /** It has been told all up to here. */
  seen: Revision;
  /** False while it is fed from the store. */
  live: boolean;
};

/** The watches of a kind that have the same selection. What a change means to one of them it means to all, so that is found out once. */
export class WatchGroup {
  readonly members = new Set<Subscriber>();
  readonly #selection: Selection;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** Tells those who are live what they do not know yet. */
  tell(committed: CommittedEvent): void {
    const event = transition(this.#selection, committed);
    if (event === undefined) return;
    // A watch that another one's reaction ends is gone from the set before its turn comes.
    for (const member of this.members) {
      if (!member.live || event.revision <= member.seen) continue;
      member.seen = event.revision;
      member.watcher.event(event);
    }
  }
}
