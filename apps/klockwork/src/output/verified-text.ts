import { printable } from './printable.ts';

/** Result of the verification of an event log. */
export interface LogVerification {
  /** Sound events from the first on, and the revision of the last. */
  readonly events: number;
  readonly through: number;
}

/** Returns one line about a log without damage. */
export function soundText(path: string, { events, through }: LogVerification): string {
  const forgotten = through - events;
  return `the event log ${printable(path)} is sound: ${events} events up to revision ${through}${forgotten === 0 ? '' : `, and ${forgotten} that were forgotten`}`;
}

/** Formats the problem of a damaged log, and its salvageable part. */
export function verifiedText(problem: string, { events, through }: LogVerification): string {
  return `${problem}\n${events === 0 ? 'No event can be saved.' : `${events} events can be saved, up to revision ${through}.`}`;
}
