import type { Revision } from '@klockwork/event-store';
import type { ApiError } from '@klockwork/kernel';
import type { Selection } from '../read/selection.ts';
import type { WatchEvent } from './watch-event.ts';

/** Who watches. All calls are synchronous and in revision order; none comes after `stop`. */
export interface Watcher {
  event(event: WatchEvent): void;
  /** The objects that are there at the beginning, as ADDED, before all that comes later. They can be taken at any time. */
  initial(events: Iterable<WatchEvent>): void;
  /** The watcher has seen all up to `revision`. `initialEventsEnd`: these were the objects there at the beginning. */
  bookmark(revision: Revision, initialEventsEnd: boolean): void;
  /** Resolves when the watcher has taken all its events. */
  drained(): Promise<void>;
  /** The watch is over because the watcher was too slow: the client begins again where it was. */
  cutOff(): void;
  /** The watch cannot go on (410 Expired): the client lists again. */
  failed(error: ApiError): void;
}

/** Where a watch begins. */
export type WatchStart =
  /** With the objects that are there, as ADDED. `marked`: a bookmark says where they end. */
  | { readonly type: 'state'; readonly marked: boolean }
  /** With the first change after a revision. */
  | { readonly type: 'revision'; readonly revision: Revision };

/** A watch to be opened. */
export interface WatchOptions {
  readonly selection: Selection;
  readonly start: WatchStart;
  readonly bookmarks: boolean;
}
