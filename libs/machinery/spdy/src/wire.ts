/** The version that every control frame names. 3.1 says 3. */
export const VERSION = 3;

/** Bytes of the part that all frames begin with. */
export const HEAD_BYTES = 8;

/** How the kinds of control frames are numbered. */
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

/** Flags of frames, which mean something on some kinds only. */
export const FLAG = { fin: 1, unidirectional: 2, clearSettings: 1 } as const;

/** A number of 32 bits without its first one, which is reserved. */
export const BITS_31 = 0x7fffffff;

/** Numbers of 32 bits, the most significant byte first. */
export function uint32s(...numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) view.setUint32(at * 4, number);
  return bytes;
}

/** The number of 32 bits that begins there. Throws RangeError when there are not four bytes. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

/** Bytes one after another, in an array of their own. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
