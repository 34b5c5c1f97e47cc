import type { Change } from './edit-script.ts';

/** Lines around a change in the unified format. */
const CONTEXT = 3;

/** Lines of a text, and whether the last has a line end. */
export interface Lines {
  readonly lines: readonly string[];
  readonly isEnded: boolean;
}

/** Cuts a text into lines. */
export function linesOf(text: string): Lines {
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  if (isEnded) lines.pop();
  return { lines, isEnded: isEnded || text === '' };
}

/** The normal format: `2c2`, `< old`, `---`, `> new`. */
export function normalDiff(a: Lines, b: Lines, changes: readonly Change[]): string {
  return changes
    .map((change) => {
      const { aStart, aEnd, bStart, bEnd } = change;
      const letter = aStart === aEnd ? 'a' : bStart === bEnd ? 'd' : 'c';
      const rows = [...marked(a, aStart, aEnd, '< '), ...(letter === 'c' ? ['---'] : []), ...marked(b, bStart, bEnd, '> ')];
      return `${range(aStart, aEnd)}${letter}${range(bStart, bEnd)}\n${rows.map((row) => `${row}\n`).join('')}`;
    })
    .join('');
}

/** Hunks in unified format. */
export function unifiedDiff(a: Lines, b: Lines, changes: readonly Change[]): string {
  return grouped(changes)
    .map((group) => hunk(a, b, group))
    .join('');
}

/** Changes with touching context share a hunk. */
function grouped(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last !== undefined && change.aStart - (last.at(-1)?.aEnd ?? 0) <= 2 * CONTEXT) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunk(a: Lines, b: Lines, group: readonly Change[]): string {
  const [first, last] = [group[0] as Change, group.at(-1) as Change];
  const before = Math.min(CONTEXT, first.aStart);
  const after = Math.min(CONTEXT, a.lines.length - last.aEnd);
  const rows: string[] = [];
  let at = first.aStart - before;
  for (const { aStart, aEnd, bStart, bEnd } of group) {
    rows.push(...marked(a, at, aStart, ' '), ...marked(a, aStart, aEnd, '-'), ...marked(b, bStart, bEnd, '+'));
    at = aEnd;
  }
  rows.push(...marked(a, at, last.aEnd + after, ' '));
  const from = span(first.aStart - before, last.aEnd + after);
  const to = span(first.bStart - before, last.bEnd + after);
  return `@@ -${from} +${to} @@\n${rows.map((row) => `${row}\n`).join('')}`;
}

function marked({ lines, isEnded }: Lines, start: number, end: number, mark: string): string[] {
  const rows = lines.slice(start, end).map((line) => mark + line);
  return end === lines.length && end > start && !isEnded ? [...rows, '\\ No newline at end of file'] : rows;
}

/** Line range: `3`, `3,5`; for an empty range, the line before. */
function range(start: number, end: number): string {
  return end - start <= 1 ? String(Math.max(start, end === start ? start : start + 1)) : `${start + 1},${end}`;
}

/** First line and count; count 1 is omitted. */
function span(start: number, end: number): string {
  const count = end - start;
  return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
}
