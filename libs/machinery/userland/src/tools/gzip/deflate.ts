import { type CodedRange, DISTANCES, FIXED_DISTANCES, FIXED_LITERALS, LENGTHS } from './deflate-tables.ts';
import { canonicalCodes } from './inflate.ts';

const LITERAL_CODES = canonicalCodes(FIXED_LITERALS);
const DISTANCE_CODES = canonicalCodes(FIXED_DISTANCES);
const END = 256;
const LENGTH_MIN = 3;
const LENGTH_MAX = 258;
const DISTANCE_MAX = 32_768;

/** Compresses into one DEFLATE block with fixed codes; matches refer to the latest equal position. RFC 1951. */
export function deflate(bytes: string): string {
  const writer = new BitWriter();
  writer.number(1, 1);
  writer.number(1, 2);
  const places = new Map<string, number>();
  for (let at = 0; at < bytes.length; ) {
    const key = bytes.slice(at, at + LENGTH_MIN);
    const before = places.get(key);
    const length = before === undefined || at - before > DISTANCE_MAX || key.length < LENGTH_MIN ? 0 : matchLength(bytes, before, at);
    if (length === 0) writer.code(LITERAL_CODES[bytes.charCodeAt(at)]);
    else writer.match(length, at - (before ?? 0));
    places.set(key, at);
    at += Math.max(1, length);
  }
  writer.code(LITERAL_CODES[END]);
  return writer.text;
}

function matchLength(bytes: string, before: number, at: number): number {
  let length = LENGTH_MIN;
  while (length < LENGTH_MAX && at + length < bytes.length && bytes[before + length] === bytes[at + length]) length += 1;
  return length;
}

class BitWriter {
  readonly #parts: string[] = [];
  #byte = 0;
  #bits = 0;

  get text(): string {
    return this.#parts.join('') + (this.#bits === 0 ? '' : String.fromCharCode(this.#byte));
  }

  /** The lowest bit first. */
  number(value: number, bits: number): void {
    for (let index = 0; index < bits; index++) this.#bit((value >> index) & 1);
  }

  /** Codes have their highest bit first. */
  code(coded: { readonly code: number; readonly bits: number } | undefined): void {
    if (coded !== undefined) for (let index = coded.bits - 1; index >= 0; index--) this.#bit((coded.code >> index) & 1);
  }

  match(length: number, distance: number): void {
    const lengthIndex = indexOf(LENGTHS, length);
    this.code(LITERAL_CODES[257 + lengthIndex]);
    this.#extra(LENGTHS[lengthIndex], length);
    const distanceIndex = indexOf(DISTANCES, distance);
    this.code(DISTANCE_CODES[distanceIndex]);
    this.#extra(DISTANCES[distanceIndex], distance);
  }

  #extra(range: CodedRange | undefined, value: number): void {
    if (range !== undefined) this.number(value - range.base, range.bits);
  }

  #bit(bit: number): void {
    this.#byte |= bit << this.#bits;
    this.#bits += 1;
    if (this.#bits < 8) return;
    this.#parts.push(String.fromCharCode(this.#byte));
    this.#byte = 0;
    this.#bits = 0;
  }
}

function indexOf(ranges: readonly CodedRange[], value: number): number {
  return ranges.findLastIndex(({ base }) => base <= value);
}
