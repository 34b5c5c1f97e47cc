import { type Revision, WriterConflictError } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import { entryCheckOf } from './checksum.ts';
import type { EventValues } from './event-row.ts';
import type { LogEnd } from './log-end.ts';
import { eventChecksum } from './log-reader.ts';
import type { LogRuns } from './log-runs.ts';
import { appendEvent } from './statements/append-event.ts';

/** Appends events with checksums. The end of the log is not reread, because no other process writes to the file. */
export class LogWriter {
  readonly #database: Database;
  readonly #runs: LogRuns;
  readonly #end: LogEnd;
  readonly #append: ReturnType<typeof appendEvent>;
  /** First revision of this process; undefined before its first write. */
  #run: Revision | undefined;

  constructor({ database, runs, end }: { database: Database; runs: LogRuns; end: LogEnd }) {
    this.#database = database;
    this.#runs = runs;
    this.#end = end;
    this.#append = appendEvent(database);
  }

  /** Appends all events durably, or none. Throws WriterConflictError for inconsistent revisions. */
  append(events: readonly EventValues[]): void {
    if (events.length === 0) return;
    const begins = this.#run === undefined;
    const reachedEnd = this.#end.copy();
    try {
      this.#database.transaction(() => this.#appendTo(reachedEnd, events)).immediate();
    } catch (error) {
      // The rollback removed the run, too.
      if (begins && this.#run !== undefined) this.#runs.forget();
      if (begins) this.#run = undefined;
      throw error;
    }
    this.#end.take(reachedEnd);
  }

  #appendTo(reachedEnd: LogEnd, events: readonly EventValues[]): void {
    for (const event of events) {
      const place = placeOf(event);
      if (place.revision !== reachedEnd.revision + 1)
        throw new WriterConflictError(`revision ${place.revision} does not follow ${reachedEnd.revision}`);
      this.#begin(place.revision);
      const id = this.#runs.idOf(place.revision);
      const checksum = eventChecksum(id, reachedEnd.checksum, event);
      const keptBefore = reachedEnd.kind(place);
      this.#append(event, [reachedEnd.checksum, checksum, keptBefore, entryCheckOf(id, { ...place, keptBefore })]);
      reachedEnd.follow({ ...place, checksum });
    }
  }

  /** Starts the run of this process at its first event. */
  #begin(first: Revision): void {
    if (this.#run !== undefined) return;
    this.#runs.begin(first);
    this.#run = first;
  }
}

/** Returns revision, time and key of an event, without its content. */
function placeOf(event: EventValues) {
  const [revision, , , group, resource, namespace, name, , , , at] = event;
  return { revision, at, group, resource, namespace, name };
}
