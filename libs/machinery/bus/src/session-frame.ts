import type { JsonObject } from '@klockwork/kernel';
import type { Body } from './bus.ts';

/** A piece of one channel of a session: bytes as a byte string, or undefined at the channel's end. */
export interface SessionPart {
  readonly channel: string;
  readonly bytes: string | undefined;
}

/** What one end of a session tells the other at a time. */
export interface SessionFrame {
  /** Counts the frames of one end from 1; one that was taken already is taken for granted. */
  readonly sequence: number;
  readonly parts: readonly SessionPart[];
  /** Bytes of the other end that were used up so far. */
  readonly taken: number;
  /** Nothing comes after this. */
  readonly last: boolean;
}

/** A frame as it travels: the bytes are text that JSON can hold, a character each. */
export function encodeFrame({ sequence, parts, taken, last }: SessionFrame): Body {
  return { sequence, taken, parts: parts.map(({ channel, bytes }) => [channel, bytes ?? null]), ...(last && { last }) };
}

/** Reads what {@link encodeFrame} wrote. */
export function decodeFrame(body: Body): SessionFrame {
  const { sequence, taken, parts, last } = body as JsonObject;
  return {
    sequence: Number(sequence),
    taken: Number(taken),
    last: last === true,
    parts: (parts as [string, string | null][]).map(([channel, bytes]) => ({ channel, bytes: bytes ?? undefined })),
  };
}
