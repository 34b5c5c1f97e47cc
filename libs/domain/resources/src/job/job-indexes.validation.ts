import { goQuote } from '@klockwork/api-machinery';

/** Number of listed completion indexes, or the problem of the list. */
export type ReadIndexes = { readonly total: number } | { readonly problem: string };

/** Contiguous indexes, both ends included. */
interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Parses `0,2-4`: increasing indexes below `completions`. Models `validateIndexesFormat`. */
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

/**
 * Returns upstream's message about the first shared index of two lists; invalid lists are reported elsewhere. Models
 * `validateFailedIndexesNotOverlapCompleted`.
 */
export function overlapProblem(completedIndexes: string, failedIndexes: string, completions: number): string | undefined {
  const [doneIntervals, lostIntervals] = [completedIndexes, failedIndexes].map((text) => intervalsOf(text, completions));
  for (const a of doneIntervals ?? []) {
    const sharedInterval = lostIntervals?.find((b) => a.first <= b.last && b.first <= a.last);
    if (sharedInterval !== undefined)
      return `failedIndexes and completedIndexes overlap at index: ${Math.max(a.first, sharedInterval.first)}`;
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
