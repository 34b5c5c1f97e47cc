import type { Random } from '@klockwork/kernel';

/** Faults of a network. Probabilities are in [0, 1], drawn per receiver; delays are lab time in ms. */
export interface BusFaults {
  /** Loss of a published message. */
  readonly drop: number;
  /** Second delivery of a published message. */
  readonly duplicate: number;
  /** Travel time of a published message, drawn evenly; a range reorders messages. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** Loss of a request, which then times out. */
  readonly dropRequest: number;
  /** Loss of the reply to an executed request, which then times out. */
  readonly dropReply: number;
  /** Loss of a clock message: published, request or reply. */
  readonly dropControl: number;
}

/** Network without faults. */
export const noFaults: BusFaults = { drop: 0, duplicate: 0, delayMs: { min: 0, max: 0 }, dropRequest: 0, dropReply: 0, dropControl: 0 };

/** Draws true with this probability. Certain outcomes draw nothing, so a disabled fault changes no other draw. */
export function chance(random: Random, probability: number): boolean {
  return probability > 0 && random.next() < probability;
}

/** Draws the delays of all copies of a published message for one receiver; empty for a lost message. */
export function copiesOf(faults: BusFaults, random: Random): number[] {
  if (chance(random, faults.drop)) return [];
  const copies = chance(random, faults.duplicate) ? 2 : 1;
  return Array.from({ length: copies }, () => delayOf(faults, random));
}

function delayOf({ delayMs }: BusFaults, random: Random): number {
  return delayMs.max > delayMs.min ? delayMs.min + random.integer(delayMs.max - delayMs.min + 1) : delayMs.min;
}
