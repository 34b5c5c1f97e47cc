/** Version in control frames; SPDY/3.1 uses 3. */
export const VERSION = 3;

/** Bytes of a frame header. */
export const HEAD_BYTES = 8;

/** Type numbers of control frames. */
export const CONTROL_TYPE = {
  'syn-stream': 1,
  'syn-reply': 2,
  'rst-stream': 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  headers: 8,
  'window-update': 9,
} as const;

/** Flags of frames, each valid for some types only. */
export const FLAG = { fin: 1, unidirectional: 2, clearSettings: 1 } as const;

/** Mask of a 31-bit number; the highest bit is reserved. */
export const BITS_31 = 0x7fffffff;

/** Encodes 32-bit numbers in big-endian order. */
export function uint32s(...numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) view.setUint32(at * 4, number);
  return bytes;
}

/** Decodes the 32-bit big-endian number at an index. Throws RangeError with fewer than four bytes. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

/** Joins byte arrays into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
