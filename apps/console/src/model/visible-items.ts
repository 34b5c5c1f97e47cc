import type { Bar, PlacedMark, TimelineRow } from './timeline.ts';

/** Shown part of the time, as positions: from 0 to 1 inside it. */
export type PositionOf = (at: number) => number;

/** Shortest distance between two drawn things of one look, as a share of the width. */
const APART = 0.0008;

/** Bar with its place. */
export interface DrawnBar {
  readonly bar: Bar;
  readonly start: number;
  readonly end: number;
}

/** Mark with its place. */
export interface DrawnMark {
  readonly mark: PlacedMark;
  readonly position: number;
}

/** Returns the bars inside the shown part. Bars too thin to be told apart are drawn once. `now`: end of lasting ones. */
export function visibleBars({ bars }: TimelineRow, positionOf: PositionOf, now: number): readonly DrawnBar[] {
  const drawn: DrawnBar[] = [];
  for (const bar of bars) {
    const [start, end] = [positionOf(bar.from), positionOf(bar.to ?? now)];
    const last = drawn.at(-1);
    if (end < 0 || start > 1) continue;
    if (last !== undefined && last.bar.tone === bar.tone && end - last.start < APART) continue;
    drawn.push({ bar, start: Math.max(0, start), end: Math.min(1, end) });
  }
  return drawn;
}

/** Returns the marks inside the shown part, those too near to another of the same look once. */
export function visibleMarks({ marks }: TimelineRow, positionOf: PositionOf): readonly DrawnMark[] {
  const drawn: DrawnMark[] = [];
  const lastOf = new Map<string, number>();
  for (const mark of marks) {
    const position = positionOf(mark.at);
    if (position < 0 || position > 1) continue;
    const look = `${mark.type} ${mark.tone}`;
    if (position - (lastOf.get(look) ?? -1) < APART) continue;
    lastOf.set(look, position);
    drawn.push({ mark, position });
  }
  return drawn;
}

/** Number of instants, and of failures, in one part of the minimap. */
export interface Density {
  readonly count: number;
  readonly failures: number;
}

/** Returns the densities of `parts` equal parts of an axis. Instants are in their order. `instantOf`: axis position to instant. */
export function densities(
  instantOf: (position: number) => number,
  { instants, failures, parts }: { instants: readonly number[]; failures: readonly number[]; parts: number },
): readonly Density[] {
  return Array.from({ length: parts }, (_, index) => {
    const [from, to] = [instantOf(index / parts), instantOf((index + 1) / parts)];
    const isLast = index === parts - 1;
    return { count: countIn(instants, from, to, isLast), failures: countIn(failures, from, to, isLast) };
  });
}

function countIn(instants: readonly number[], from: number, to: number, withEnd: boolean): number {
  return firstFrom(instants, withEnd ? to + 1 : to) - firstFrom(instants, from);
}

/** Returns the index of the first instant from `at` on, by binary search. */
export function firstFrom(instants: readonly number[], at: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((instants[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
