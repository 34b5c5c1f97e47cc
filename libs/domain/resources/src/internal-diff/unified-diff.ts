import { type MatchingBlock, matchingBlocks } from './matching-blocks.ts';

/** How many equal lines are shown around a difference. */
const CONTEXT = 3;

/** Change between matching blocks: lines `from` to `fromEnd` became lines `to` to `toEnd`. */
interface Change {
  readonly from: number;
  readonly fromEnd: number;
  readonly to: number;
  readonly toEnd: number;
}

/** The lines that differ, and three around each: `@@ -1,5 +1,5 @@`. '' for texts that are equal. Models `difflib.GetUnifiedDiffString`. */
export function unifiedDiff(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return hunksOf(changesBetween(matchingBlocks(a, b)))
    .map((changes) => formatHunk(changes, a, b))
    .join('');
}

function changesBetween(blocks: readonly MatchingBlock[]): Change[] {
  const changes: Change[] = [];
  let [from, to] = [0, 0];
  for (const block of blocks) {
    if (from < block.a || to < block.b) changes.push({ from, fromEnd: block.a, to, toEnd: block.b });
    [from, to] = [block.a + block.size, block.b + block.size];
  }
  return changes;
}

/** Changes with touching context share a hunk. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.fromEnd <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function formatHunk(changes: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [changes[0] as Change, changes.at(-1) as Change];
  const lead = Math.min(CONTEXT, first.from);
  const trail = Math.min(CONTEXT, a.length - last.fromEnd);
  const lines = [`@@ -${range(first.from - lead, last.fromEnd + trail)} +${range(first.to - lead, last.toEnd + trail)} @@\n`];
  let at = first.from - lead;
  for (const change of changes) {
    lines.push(
      ...marked(' ', a.slice(at, change.from)),
      ...marked('-', a.slice(change.from, change.fromEnd)),
      ...marked('+', b.slice(change.to, change.toEnd)),
    );
    at = change.fromEnd;
  }
  return [...lines, ...marked(' ', a.slice(at, at + trail))].join('');
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${mark}${line}\n`);
}

/** Formats a range, counted from 1: a single line omits its length, an empty range names the preceding line. */
function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
