import type { StoredEvent } from '@klockwork/event-store';
import type { ClusterSnapshot } from './public.ts';

/** Log up to a revision. */
export class LogSnapshot implements ClusterSnapshot {
  readonly events: readonly StoredEvent[];
  readonly revision: number;
  readonly time: Date;
  /** Nodes that ran. */
  readonly nodes: readonly string[];

  constructor({ events, revision, time, nodes }: Pick<LogSnapshot, 'events' | 'revision' | 'time' | 'nodes'>) {
    this.events = events;
    this.revision = revision;
    this.time = time;
    this.nodes = nodes;
  }
}
