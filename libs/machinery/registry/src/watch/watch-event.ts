import type { CommittedEvent, Revision } from '@klockwork/event-store';
import type { KubeObject } from '@klockwork/resources';

/** Event of a watch. All watchers share the object and its text. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: Revision;
  readonly object: KubeObject;
  readonly json: string;
  /** Event of the log; undefined for initial objects. Shared by watchers, so derived data can be cached with it. */
  readonly committed?: CommittedEvent;
}
