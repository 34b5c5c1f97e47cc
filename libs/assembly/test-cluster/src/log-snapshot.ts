import type { StoredEvent } from '@klockwork/event-store';
import type { ClusterSnapshot } from './public.ts';

/** Log up to a revision. */
export class LogSnapshot implements ClusterSnapshot {
  readonly events: readonly StoredEvent[];
  readonly revision: number;
  readonly time: Date;

  constructor(events: readonly StoredEvent[], revision: number, time: Date) {
    this.events = events;
    this.revision = revision;
    this.time = time;
  }
}
