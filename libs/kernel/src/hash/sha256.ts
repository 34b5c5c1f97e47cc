import { bigEndian, digestBlocks, rotateLeft, type Words } from './blocks.ts';

const PRIMES = primes(64);
/** First 32 fractional bits of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const START: Words = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const CONSTANTS: Words = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

/** Returns the SHA-256 digest of a byte string, in hexadecimal. FIPS 180-4. */
export function sha256(bytes: string): string {
  return digestBlocks(bytes, START, bigEndian, block);
}

function block(state: Words, words: Words): Words {
  const schedule = extended(words);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let step = 0; step < 64; step++) {
    const first = h + turned(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + (CONSTANTS[step] ?? 0) + (schedule[step] ?? 0);
    const second = turned(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h];
}

function extended(words: Words): Words {
  const schedule = [...words];
  for (let at = 16; at < 64; at++) {
    const [early = 0, late = 0] = [schedule[at - 15], schedule[at - 2]];
    const mixed =
      (rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3)) + (rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10));
    schedule.push(((schedule[at - 16] ?? 0) + (schedule[at - 7] ?? 0) + mixed) | 0);
  }
  return schedule;
}

function turned(word: number, first: number, second: number, third: number): number {
  return rotateRight(word, first) ^ rotateRight(word, second) ^ rotateRight(word, third);
}

function rotateRight(word: number, by: number): number {
  return rotateLeft(word, 32 - by);
}

function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32) | 0;
}

function primes(count: number): number[] {
  const numbers: number[] = [];
  for (let candidate = 2; numbers.length < count; candidate++) {
    if (numbers.every((prime) => candidate % prime !== 0)) numbers.push(candidate);
  }
  return numbers;
}
