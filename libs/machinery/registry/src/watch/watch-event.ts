import type { CommittedEvent, Revision } from '@klockwork/event-store';
import type { KubeObject } from '@klockwork/resources';

/** What a watcher is told of one object. The object and its text are shared by all watchers. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: Revision;
  readonly object: KubeObject;
  readonly json: string;
  /** The event of the log behind it; undefined for an object that was there when the watch began. Watchers share it, so what is made of it can be kept. */
  readonly committed?: CommittedEvent;
}
