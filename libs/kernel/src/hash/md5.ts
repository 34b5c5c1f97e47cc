import { digestBlocks, littleEndian, rotateLeft, type Words } from './blocks.ts';

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const SINES = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));
const START: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

/** Returns the MD5 digest of a byte string, in hexadecimal. RFC 1321. */
export function md5(bytes: string): string {
  return digestBlocks(bytes, START, littleEndian, block);
}

function block(state: Words, words: Words): Words {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const { mixed, word } = mix(step, b, c, d);
    const sum = a + mixed + (SINES[step] ?? 0) + (words[word] ?? 0);
    const turned = rotateLeft(sum | 0, SHIFTS[step >> 4]?.[step & 3] ?? 0);
    [a, b, c, d] = [d, (b + turned) | 0, b, c];
  }
  return [a, b, c, d];
}

/** Returns the mixed value of the other words in a step, and the index of the added block word. */
function mix(step: number, b: number, c: number, d: number): { readonly mixed: number; readonly word: number } {
  if (step < 16) return { mixed: (b & c) | (~b & d), word: step };
  if (step < 32) return { mixed: (d & b) | (~d & c), word: (5 * step + 1) % 16 };
  if (step < 48) return { mixed: b ^ c ^ d, word: (3 * step + 5) % 16 };
  return { mixed: c ^ (b | ~d), word: (7 * step) % 16 };
}
