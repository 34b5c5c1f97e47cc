import type { Deflate } from '../header-compression.ts';

const HEAD_BYTES = 5;

/** DEFLATE without compression, for tests: one stored block and an empty one, as after a flush. Reads only its own results. */
export const storedDeflate: Deflate = {
  deflate: (bytes) => Uint8Array.of(...storedHead(bytes.length), ...bytes, ...storedHead(0)),
  inflate: (bytes, _history, bytesMax) => {
    const length = (bytes[1] ?? 0) + (bytes[2] ?? 0) * 256;
    if (bytes.length !== length + 2 * HEAD_BYTES || length > bytesMax) throw new Error('not a stored block');
    return bytes.slice(HEAD_BYTES, HEAD_BYTES + length);
  },
};

function storedHead(length: number): number[] {
  const [low, high] = [length & 0xff, length >>> 8];
  return [0, low, high, low ^ 0xff, high ^ 0xff];
}
