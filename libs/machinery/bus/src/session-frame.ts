import type { JsonObject } from '@klockwork/kernel';
import type { Body } from './bus.ts';

/** Part of a session channel: bytes as a byte string, or undefined at the channel's end. */
export interface SessionPart {
  readonly channel: string;
  readonly bytes: string | undefined;
}

/** Frame from one end of a session to the other. */
export interface SessionFrame {
  /** Number of the frame, starting at 1; receivers skip repeated frames. */
  readonly sequence: number;
  readonly parts: readonly SessionPart[];
  /** Total of used bytes from the other end. */
  readonly taken: number;
  /** True for the final frame. */
  readonly last: boolean;
}

/** Encodes a frame as JSON: bytes become text, one character per byte. */
export function encodeFrame({ sequence, parts, taken, last }: SessionFrame): Body {
  return { sequence, taken, parts: parts.map(({ channel, bytes }) => [channel, bytes ?? null]), ...(last && { last }) };
}

/** Decodes a frame of {@link encodeFrame}. */
export function decodeFrame(body: Body): SessionFrame {
  const { sequence, taken, parts, last } = body as JsonObject;
  return {
    sequence: Number(sequence),
    taken: Number(taken),
    last: last === true,
    parts: (parts as [string, string | null][]).map(([channel, bytes]) => ({ channel, bytes: bytes ?? undefined })),
  };
}
