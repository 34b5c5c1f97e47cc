import type { KubeObject } from '@klockwork/resources';
import type { WholeEvent } from './stored-event.ts';

/** Durable event for listeners. All parts are shared; objects are frozen. */
export interface CommittedEvent {
  readonly event: WholeEvent;
  /** JSON text of `event.object`, created once. */
  readonly json: string;
  /** Object before this event; undefined for a new object. */
  readonly previous?: KubeObject;
}
