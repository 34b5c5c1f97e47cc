import { bigEndian, digestBlocks, rotateLeft, type Words } from './blocks.ts';

const START: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;

/** Returns the SHA-1 digest of a byte string, in hexadecimal. FIPS 180-4. */
export function sha1(bytes: string): string {
  return digestBlocks(bytes, START, bigEndian, block);
}

function block(state: Words, words: Words): Words {
  const schedule = [...words];
  for (let at = 16; at < 80; at++)
    schedule.push(rotateLeft(word(schedule, at - 3) ^ word(schedule, at - 8) ^ word(schedule, at - 14) ^ word(schedule, at - 16), 1));
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let step = 0; step < 80; step++) {
    const round = Math.floor(step / 20);
    const sum = (rotateLeft(a, 5) + choose(round, b, c, d) + e + (CONSTANTS[round] ?? 0) + word(schedule, step)) | 0;
    [a, b, c, d, e] = [sum, a, rotateLeft(b, 30), c, d];
  }
  return [a, b, c, d, e];
}

function choose(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  return round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

function word(words: Words, at: number): number {
  return words[at] ?? 0;
}
