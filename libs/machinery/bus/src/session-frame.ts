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

/** Frame as JSON: bytes are text, one character per byte; `null` ends a channel. */
export interface WireFrame {
  readonly sequence: number;
  readonly taken: number;
  readonly parts: readonly (readonly [channel: string, bytes: string | null])[];
  readonly last?: true;
}

export function encodeFrame({ sequence, parts, taken, last }: SessionFrame): WireFrame {
  return { sequence, taken, parts: parts.map(({ channel, bytes }) => [channel, bytes ?? null]), ...(last && { last: true }) };
}

/** Decodes a frame of {@link encodeFrame}. */
export function decodeFrame({ sequence, taken, parts, last }: WireFrame): SessionFrame {
  return { sequence, taken, last: last === true, parts: parts.map(([channel, bytes]) => ({ channel, bytes: bytes ?? undefined })) };
}
