import type { KubeObject } from '@klockwork/resources';
import type { WholeEvent } from './stored-event.ts';

/** An event that is durable, as listeners get it. All of it is shared, and its objects are frozen. */
export interface Committed {
  readonly event: WholeEvent;
  /** The JSON text of `event.object`, made once. */
  readonly json: string;
  /** The object before this event; undefined when it was created. */
  readonly previous?: KubeObject;
}
