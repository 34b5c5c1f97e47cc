import type { Random } from '@klockwork/kernel';

/** What a bad network does. Chances are in [0, 1] and drawn for each receiver on its own; delays are lab time. */
export interface BusFaults {
  /** A published message never arrives. */
  readonly drop: number;
  /** A published message arrives twice. */
  readonly duplicate: number;
  /** How long a published message travels, drawn evenly; a range reorders. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** A request never arrives: it ends by its time-out. */
  readonly dropRequest: number;
  /** A request is carried out and its reply lost: it ends by its time-out. */
  readonly dropReply: number;
  /** A message of the clock never arrives, be it published, asked or answered. */
  readonly dropControl: number;
}

/** A network that loses, repeats and delays nothing. */
export const noFaults: BusFaults = { drop: 0, duplicate: 0, delayMs: { min: 0, max: 0 }, dropRequest: 0, dropReply: 0, dropControl: 0 };

/** True with this chance. Draws nothing when there is no choice, so that a fault switched off moves no other draw. */
export function chance(random: Random, probability: number): boolean {
  return probability > 0 && random.next() < probability;
}

/** The delays of the copies of one published message that reach one receiver: none when it is lost. */
export function copiesOf(faults: BusFaults, random: Random): number[] {
  if (chance(random, faults.drop)) return [];
  const copies = chance(random, faults.duplicate) ? 2 : 1;
  return Array.from({ length: copies }, () => delayOf(faults, random));
}

function delayOf({ delayMs }: BusFaults, random: Random): number {
  return delayMs.max > delayMs.min ? delayMs.min + random.integer(delayMs.max - delayMs.min + 1) : delayMs.min;
}
