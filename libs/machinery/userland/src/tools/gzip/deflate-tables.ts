/** Match lengths: minimum and extra bits of each code from 257 on. RFC 1951, 3.2.5. */
export const LENGTHS = coded([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0], 3, 258);
/** Distances of matches: the least of each code, and how many bits more say which. */
export const DISTANCES = coded([0, 0, 0, 0, ...Array.from({ length: 26 }, (_, index) => Math.floor(index / 2) + 1)], 1);

/** A code's least value and its extra bits. */
export interface CodedRange {
  readonly base: number;
  readonly bits: number;
}

function coded(bits: readonly number[], first: number, last?: number): CodedRange[] {
  let base = first;
  const ranges = bits.map((count) => {
    const range = { base, bits: count };
    base += 2 ** count;
    return range;
  });
  return last === undefined ? ranges : [...ranges.slice(0, -1), { base: last, bits: 0 }];
}

/** How many bits the fixed code of each literal or length has. */
export const FIXED_LITERALS: readonly number[] = Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
/** How many bits the fixed code of each distance has. */
export const FIXED_DISTANCES: readonly number[] = Array.from({ length: 30 }, () => 5);
