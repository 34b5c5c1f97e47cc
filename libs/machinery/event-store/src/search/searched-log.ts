import type { LogQuery } from '../log-query.ts';
import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';

/** Log interface for searches. `head` is the newest revision at the time of the call. */
export interface SearchedLog {
  head(): Revision;
  /** Returns at most `limit` events after a revision, in order; optionally of one kind or object. */
  read(query: LogQuery): Promise<readonly WholeEvent[]>;
}
