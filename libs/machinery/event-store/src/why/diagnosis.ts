import type { Revision } from '../revision.ts';

/** A fact that answers a question. */
export interface Finding {
  /** `container web exited with code 1 (Error)` */
  readonly text: string;
  /** Event that proves the fact. */
  readonly revision?: Revision;
}

/** Explanation of an object's present state. */
export interface Diagnosis {
  /** `pods/default/web-1 is Pending: no node takes it` */
  readonly statement: string;
  /** Facts behind the statement, most important first. */
  readonly findings: readonly Finding[];
  /** Remedies: commands or advice. */
  readonly remedies: readonly string[];
  /** Diagnoses of objects behind this state, such as failed pods of a Job. */
  readonly related: readonly Diagnosis[];
  /** Facts for programs: `scheduling` has the scores of a scheduled pod's nodes. */
  readonly facts?: Readonly<Record<string, unknown>>;
}
