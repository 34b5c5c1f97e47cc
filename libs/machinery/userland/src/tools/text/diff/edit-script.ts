/** Changed range: lines `aStart` to `aEnd` (exclusive) of text a are replaced by those of b. Counted from 0. */
export interface Change {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Max edits of an exact search. Beyond it, everything between first and last difference is one change. */
const EDITS_MAX = 2_000;

/** Minimal changes from `a` to `b`, in order. Myers' greedy algorithm: fast for few differences. */
export function changesBetween(a: readonly string[], b: readonly string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let same = 0;
  while (same < a.length - start && same < b.length - start && a[a.length - 1 - same] === b[b.length - 1 - same]) same += 1;
  const [aEnd, bEnd] = [a.length - same, b.length - same];
  if (start === aEnd && start === bEnd) return [];
  const middle = pathThrough(a.slice(start, aEnd), b.slice(start, bEnd));
  const movedChanges = middle.map((change) => ({
    aStart: change.aStart + start,
    aEnd: change.aEnd + start,
    bStart: change.bStart + start,
    bEnd: change.bEnd + start,
  }));
  return movedChanges.map((change, index) => slid(change, a, b, movedChanges[index + 1]));
}

/** Moves pure insertions and deletions to the last equivalent position, like diff(1). */
function slid(change: Change, a: readonly string[], b: readonly string[], next: Change | undefined): Change {
  const isAdded = change.aStart === change.aEnd;
  if (!isAdded && change.bStart !== change.bEnd) return change;
  const lines = isAdded ? b : a;
  const [start, end] = isAdded ? [change.bStart, change.bEnd] : [change.aStart, change.aEnd];
  const limit = isAdded ? (next?.bStart ?? b.length) : (next?.aStart ?? a.length);
  let by = 0;
  while (end + by < limit && lines[start + by] === lines[end + by]) by += 1;
  return { aStart: change.aStart + by, aEnd: change.aEnd + by, bStart: change.bStart + by, bEnd: change.bEnd + by };
}

function pathThrough(a: readonly string[], b: readonly string[]): Change[] {
  const furthest = new Map([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(a.length + b.length, EDITS_MAX); edits++) {
    trace.push(new Map(furthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(furthest, diagonal, edits) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }];
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? 0;
}

/** Returns whether the furthest path to a diagonal ends with an insertion. */
function isDown(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], aLength: number, bLength: number): Change[] {
  const changes: Change[] = [];
  let [x, y] = [aLength, bLength];
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const furthest = trace[edits] as ReadonlyMap<number, number>;
    const diagonal = x - y;
    const down = isDown(furthest, diagonal, edits);
    const before = down ? diagonal + 1 : diagonal - 1;
    const [fromX, fromY] = [at(furthest, before), at(furthest, before) - before];
    const edit = down
      ? { aStart: fromX, aEnd: fromX, bStart: fromY, bEnd: fromY + 1 }
      : { aStart: fromX, aEnd: fromX + 1, bStart: fromY, bEnd: fromY };
    const next = changes[0];
    const isAdjacent = next !== undefined && next.aStart === edit.aEnd && next.bStart === edit.bEnd;
    if (isAdjacent) changes[0] = { aStart: edit.aStart, aEnd: next.aEnd, bStart: edit.bStart, bEnd: next.bEnd };
    else changes.unshift(edit);
    [x, y] = [fromX, fromY];
  }
  return changes;
}
