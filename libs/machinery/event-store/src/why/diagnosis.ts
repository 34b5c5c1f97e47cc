import type { Revision } from '../log-event.ts';

/** A fact that answers a question. */
export interface Finding {
  /** `container web exited with code 1 (Error)` */
  readonly text: string;
  /** The event of the log that shows the fact. */
  readonly revision?: Revision;
}

/** The present state of an object, explained. */
export interface Diagnosis {
  /** `pods/default/web-1 is Pending: no node takes it` */
  readonly statement: string;
  /** The facts behind the statement, the most telling first. */
  readonly findings: readonly Finding[];
  /** Steps that would change the state, a command or an advice each. */
  readonly remedies: readonly string[];
  /** Diagnoses of objects that this state follows from, such as the failed pods of a Job. */
  readonly related: readonly Diagnosis[];
}
