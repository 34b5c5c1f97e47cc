import { goQuote } from '@klockwork/api-machinery';

/** What a list of completion indexes comes to: how many they are, or why it cannot be read. */
export type ReadIndexes = { readonly total: number } | { readonly problem: string };

/** A run of indexes, both ends in it. */
interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Reads `0,2-4`, whose indexes must grow and be below `completions`. Models `validateIndexesFormat`. */
export function readIndexes(text: string, completions: number): ReadIndexes {
  let total = 0;
  let previous = -1;
  for (const part of text === '' ? [] : text.split(',')) {
    const interval = readInterval(part, completions);
    if (typeof interval === 'string') return { problem: interval };
    const { first, last } = interval;
    if (previous >= first) return { problem: notGrowing(previous, first) };
    total += last - first + 1;
    previous = last;
  }
  return { total };
}

/** The first index that two lists share, as upstream tells it; what cannot be read of them is told elsewhere. Models `validateFailedIndexesNotOverlapCompleted`. */
export function overlapProblem(completed: string, failed: string, completions: number): string | undefined {
  const [done, lost] = [completed, failed].map((text) => intervalsOf(text, completions));
  for (const a of done ?? []) {
    const shared = lost?.find((b) => a.first <= b.last && b.first <= a.last);
    if (shared !== undefined) return `failedIndexes and completedIndexes overlap at index: ${Math.max(a.first, shared.first)}`;
  }
  return undefined;
}

function intervalsOf(text: string, completions: number): Interval[] {
  return text.split(',').flatMap((part) => {
    const interval = readInterval(part, completions);
    return typeof interval === 'string' ? [] : [interval];
  });
}

/** Models `parseIndexInterval`. */
function readInterval(part: string, completions: number): Interval | string {
  const limits = part.split('-');
  if (limits.length > 2)
    return `the fragment ${goQuote(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const wrong = limits.map((limit) => limitProblem(limit, completions)).find((problem) => problem !== undefined);
  if (wrong !== undefined) return wrong;
  const [first = 0, last = first] = limits.map(Number);
  return limits.length === 2 && first >= last ? notGrowing(first, last) : { first, last };
}

function limitProblem(limit: string, completions: number): string | undefined {
  if (!/^\+?\d+$/.test(limit)) return `cannot convert string to integer for index: ${goQuote(limit)}`;
  return Number(limit) >= completions ? `too large index: ${goQuote(limit)}` : undefined;
}

function notGrowing(previous: number, current: number): string {
  return `non-increasing order, previous: ${previous}, current: ${current}`;
}
