import { type CodedRange, DISTANCES, FIXED_DISTANCES, FIXED_LITERALS, LENGTHS } from './deflate-tables.ts';

/** Damaged or truncated compressed data. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
}

/** Symbol by code, prefixed with a 1 bit. */
type Huffman = ReadonlyMap<number, number>;

const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const BITS_MAX = 15;
const PIECE = 8_192;

/** Decompresses a DEFLATE stream; returns its bytes and end offset. RFC 1951. Throws {@link InflateError}. */
export function inflate(bytes: string, from = 0): { readonly bytes: string; readonly end: number } {
  const inflater = new Inflater(bytes, from);
  while (!inflater.block());
  return { bytes: inflater.text, end: inflater.end };
}

class Inflater {
  readonly #bytes: string;
  readonly #output: number[] = [];
  #at: number;
  #bit = 0;

  constructor(bytes: string, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  get text(): string {
    const parts: string[] = [];
    for (let at = 0; at < this.#output.length; at += PIECE) parts.push(String.fromCharCode(...this.#output.slice(at, at + PIECE)));
    return parts.join('');
  }

  get end(): number {
    return this.#bit === 0 ? this.#at : this.#at + 1;
  }

  /** Reads a block; true for the last. */
  block(): boolean {
    const isLast = this.#bits(1) === 1;
    const kind = this.#bits(2);
    if (kind === 0) this.#stored();
    else if (kind === 1) this.#compressed(huffman(FIXED_LITERALS), huffman(FIXED_DISTANCES));
    else if (kind === 2) this.#dynamic();
    else throw new InflateError('invalid block type');
    return isLast;
  }

  #bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) {
      if (this.#at >= this.#bytes.length) throw new InflateError('unexpected end');
      value |= ((this.#bytes.charCodeAt(this.#at) >> this.#bit) & 1) << index;
      this.#bit = (this.#bit + 1) % 8;
      if (this.#bit === 0) this.#at += 1;
    }
    return value;
  }

  #stored(): void {
    this.#at = this.end;
    this.#bit = 0;
    const length = this.#bits(16);
    if ((this.#bits(16) ^ 0xffff) !== length) throw new InflateError('invalid stored block');
    for (let index = 0; index < length; index++) this.#output.push(this.#bits(8));
  }

  #symbol(codes: Huffman): number {
    let code = 1;
    for (let length = 1; length <= BITS_MAX; length++) {
      code = (code << 1) | this.#bits(1);
      const symbol = codes.get(code);
      if (symbol !== undefined) return symbol;
    }
    throw new InflateError('invalid code');
  }

  #compressed(literals: Huffman, distances: Huffman): void {
    for (let symbol = this.#symbol(literals); symbol !== 256; symbol = this.#symbol(literals)) {
      if (symbol < 256) this.#output.push(symbol);
      else this.#copy(this.#value(LENGTHS[symbol - 257]), this.#value(DISTANCES[this.#symbol(distances)]));
    }
  }

  #value(range: CodedRange | undefined): number {
    if (range === undefined) throw new InflateError('invalid code');
    return range.base + this.#bits(range.bits);
  }

  #copy(length: number, distance: number): void {
    const start = this.#output.length - distance;
    if (start < 0) throw new InflateError('invalid distance');
    for (let index = 0; index < length; index++) this.#output.push(this.#output[start + index] ?? 0);
  }

  #dynamic(): void {
    const [literals, distances, codes] = [this.#bits(5) + 257, this.#bits(5) + 1, this.#bits(4) + 4];
    const codeLengths = Array.from({ length: 19 }, () => 0);
    for (const symbol of CODE_ORDER.slice(0, codes)) codeLengths[symbol] = this.#bits(3);
    const lengths = this.#lengths(huffman(codeLengths), literals + distances);
    this.#compressed(huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals)));
  }

  #lengths(codes: Huffman, count: number): number[] {
    const lengths: number[] = [];
    while (lengths.length < count) {
      const symbol = this.#symbol(codes);
      if (symbol < 16) lengths.push(symbol);
      else lengths.push(...this.#repeated(symbol, lengths.at(-1) ?? 0));
    }
    return lengths;
  }

  #repeated(symbol: number, last: number): number[] {
    if (symbol === 16) return Array.from({ length: 3 + this.#bits(2) }, () => last);
    return Array.from({ length: symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7) }, () => 0);
  }
}

/** Canonical codes of symbols; a leading 1 bit distinguishes short codes from long ones. */
function huffman(lengths: readonly number[]): Huffman {
  return new Map(canonicalCodes(lengths).flatMap(({ code, bits }, symbol) => (bits === 0 ? [] : [[(1 << bits) | code, symbol] as const])));
}

/** Canonical code of each symbol, by bit length, then symbol. RFC 1951, 3.2.2. */
export function canonicalCodes(lengths: readonly number[]): { readonly code: number; readonly bits: number }[] {
  const codes = lengths.map((bits) => ({ code: 0, bits }));
  let code = 0;
  for (let bits = 1; bits <= BITS_MAX; bits++) {
    for (const [symbol, length] of lengths.entries()) if (length === bits) codes[symbol] = { code: code++, bits };
    code <<= 1;
  }
  return codes;
}
