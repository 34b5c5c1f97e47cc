import type { Revision } from '@klockwork/event-store';
import type { ApiError } from '@klockwork/kernel';
import type { Selection } from '../read/selection.ts';
import type { WatchEvent } from './watch-event.ts';

/** Receiver of a watch. All calls are synchronous and in revision order, and end with `stop`. */
export interface Watcher {
  event(event: WatchEvent): void;
  /** Delivers initial objects as ADDED, before later events. The watcher may take them at any time. */
  initial(events: Iterable<WatchEvent>): void;
  /** Announces that all events up to `revision` were delivered. `initialEventsEnd`: end of initial objects. */
  bookmark(revision: Revision, initialEventsEnd: boolean): void;
  /** Resolves after all events were taken. */
  drained(): Promise<void>;
  /** Ends the watch of a slow watcher; the client resumes from its last revision. */
  cutOff(): void;
  /** Ends the watch as Expired (410): the client lists again. */
  failed(error: ApiError): void;
}

/** Start of a watch. */
export type WatchStart =
  /** Starts with existing objects as ADDED. `marked`: a bookmark marks their end. */
  | { readonly type: 'state'; readonly marked: boolean }
  /** Starts with the first change after a revision. */
  | { readonly type: 'revision'; readonly revision: Revision };

/** Options of a watch. */
export interface WatchOptions {
  readonly selection: Selection;
  readonly start: WatchStart;
  readonly bookmarks: boolean;
}
