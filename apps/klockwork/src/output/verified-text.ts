import { printable } from './printable.ts';

/** Verification result of an event log. */
export interface LogVerification {
  /** Number of sound events before the damage, and their last revision. */
  readonly events: number;
  readonly through: number;
}

/** Formats the result for an undamaged log. */
export function soundText(path: string, { events, through }: LogVerification): string {
  const forgotten = through - events;
  return `the event log ${printable(path)} is sound: ${events} events up to revision ${through}${forgotten === 0 ? '' : `, and ${forgotten} that were forgotten`}`;
}

/** Formats the problem of a damaged log, and its salvageable part. */
export function verifiedText(problem: string, { events, through }: LogVerification): string {
  return `${problem}\n${events === 0 ? 'No event can be saved.' : `${events} events can be saved, up to revision ${through}.`}`;
}
