import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, changesBetween } from './edit-script.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

/** Text after applying the changes. */
function applied(a: readonly string[], b: readonly string[], changes: readonly Change[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const { aStart, aEnd, bStart, bEnd } of changes) {
    result.push(...a.slice(at, aStart), ...b.slice(bStart, bEnd));
    at = aEnd;
  }
  return [...result, ...a.slice(at)];
}

/** Length of the longest common subsequence (textbook algorithm). */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const line of a) {
    const next: number[] = [];
    for (const [index, other] of b.entries())
      next.push(line === other ? (row[index - 1] ?? 0) + 1 : Math.max(row[index] ?? 0, next[index - 1] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

test('the changes turn one text into the other and are minimal', () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const changes = changesBetween(a, b);
      expect(applied(a, b, changes)).toEqual(b);
      const kept = a.length - changes.reduce((sum, { aStart, aEnd }) => sum + aEnd - aStart, 0);
      expect(kept).toBe(longestCommon(a, b));
    }),
  );
});
