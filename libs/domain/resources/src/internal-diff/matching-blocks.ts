/** Lines from `a` of one text that equal lines from `b` of another. */
export interface MatchingBlock {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** Range of both texts still to search. */
interface Stretch {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Texts of at least this many lines ignore popular lines. */
const POPULAR_FROM = 200;
/** Larger texts match common prefix and suffix only, because the search is quadratic. */
const LINES_MAX = 20_000;

/**
 * Returns common blocks in order, with an empty one at the end: the longest block first, then recursively left and right of it. Models
 * `SequenceMatcher` of `difflib` without junk.
 */
export function matchingBlocks(a: readonly string[], b: readonly string[]): MatchingBlock[] {
  const blocks = Math.max(a.length, b.length) > LINES_MAX ? matchEnds(a, b) : matchAll(a, b);
  return [...joined(blocks.sort((x, y) => x.a - y.a)), { a: a.length, b: b.length, size: 0 }];
}

function matchAll(a: readonly string[], b: readonly string[]): MatchingBlock[] {
  const places = placesOf(b);
  const blocks: MatchingBlock[] = [];
  const open: Stretch[] = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const block = extended(longestMatch(a, places, stretch), a, b, stretch);
    if (block.size === 0) continue;
    blocks.push(block);
    const [aEnd, bEnd] = [block.a + block.size, block.b + block.size];
    if (stretch.a < block.a && stretch.b < block.b) open.push({ ...stretch, aEnd: block.a, bEnd: block.b });
    if (aEnd < stretch.aEnd && bEnd < stretch.bEnd) open.push({ ...stretch, a: aEnd, b: bEnd });
  }
  return blocks;
}

/** Returns the positions of each line in `lines`, without popular lines of a long text. */
function placesOf(lines: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const indexes = places.get(line);
    if (indexes === undefined) places.set(line, [index]);
    else indexes.push(index);
  }
  const popular = lines.length < POPULAR_FROM ? Number.POSITIVE_INFINITY : Math.floor(lines.length / 100) + 1;
  for (const [line, indexes] of places) if (indexes.length > popular) places.delete(line);
  return places;
}

/** Returns the longest block of the range; the first in `a`, then in `b`, of several. */
function longestMatch(a: readonly string[], places: ReadonlyMap<string, readonly number[]>, stretch: Stretch): MatchingBlock {
  let best: MatchingBlock = { a: stretch.a, b: stretch.b, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = stretch.a; i < stretch.aEnd; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] as string) ?? []) {
      if (j < stretch.b) continue;
      if (j >= stretch.bEnd) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  return best;
}

/** Extends the block by equal adjacent lines, including popular ones. */
function extended(block: MatchingBlock, a: readonly string[], b: readonly string[], stretch: Stretch): MatchingBlock {
  let { a: i, b: j, size } = block;
  while (i > stretch.a && j > stretch.b && a[i - 1] === b[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1];
  while (i + size < stretch.aEnd && j + size < stretch.bEnd && a[i + size] === b[j + size]) size += 1;
  return { a: i, b: j, size };
}

function matchEnds(a: readonly string[], b: readonly string[]): MatchingBlock[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [
    { a: 0, b: 0, size: head },
    { a: a.length - tail, b: b.length - tail, size: tail },
  ].filter(({ size }) => size > 0);
}

/** Joins blocks adjacent in both texts. */
function joined(blocks: readonly MatchingBlock[]): MatchingBlock[] {
  const result: MatchingBlock[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b) {
      result[result.length - 1] = { ...last, size: last.size + block.size };
    } else result.push(block);
  }
  return result;
}
