import { DamagedLogError, type Revision } from '@klockwork/event-store';
import Database from 'better-sqlite3';

/** SQLite's codes for a damaged file. Our statements are valid, so a failing statement lacks its table or index. */
const DAMAGE_CODES = /^SQLITE_(ERROR$|CORRUPT|NOTADB|FORMAT|MISMATCH|TOOBIG|IOERR_(SHORT_READ|CORRUPTFS|DATA))/;
const REMEDY = '"npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there';

/** Creates errors for a damaged log file. */
export class LogDamage {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Returns the error for the event at `revision`: `what` completes the words "the event". */
  at(revision: Revision, what: string): DamagedLogError {
    return new DamagedLogError(`the event log ${this.path} is damaged at revision ${revision}: the event ${what}; ${REMEDY}`, revision);
  }

  /** Returns the error for other parts of the file: `what` is a clause. */
  in(what: string): DamagedLogError {
    return new DamagedLogError(`the event log ${this.path} is damaged: ${what}; ${REMEDY}`);
  }

  /** Runs `work`, and converts SQLite errors of a damaged file to DamagedLogError. */
  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.errorOf(error);
    }
  }

  errorOf(error: unknown): unknown {
    return error instanceof Database.SqliteError && DAMAGE_CODES.test(error.code) ? this.in(error.message) : error;
  }
}
