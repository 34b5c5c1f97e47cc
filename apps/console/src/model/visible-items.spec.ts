import { expect, test } from 'vitest';
import { podRow } from './row-change.ts';
import type { Bar, PlacedMark } from './timeline.ts';
import { densities, firstFrom, visibleBars, visibleMarks } from './visible-items.ts';

const bar = (from: number, to: number | undefined, tone: Bar['tone'] = 'good'): Bar => ({
  ...{ from, revision: from, label: 'x', tone },
  ...(to !== undefined && { to }),
});
const mark = (at: number): PlacedMark => ({ at, revision: at, type: 'event', label: 'x', text: '', tone: 'done' });
const row = (bars: Bar[], marks: PlacedMark[] = []) => ({ ...podRow('a', 'default/a'), bars, marks, isGone: false, hasFailed: false });
const positionOf = (at: number) => (at - 100) / 100;

test('bars are cut at the ends of the shown part, and others are left out', () => {
  const shown = visibleBars(row([bar(0, 50), bar(50, 150), bar(150, 190), bar(190, undefined), bar(300, 310)]), positionOf, 250);
  expect(shown.map(({ start, end }) => [start, end])).toEqual([
    [0, 0.5],
    [0.5, 0.9],
    [0.9, 1],
  ]);
});

test('a thousand bars in one pixel are drawn once per tone', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => bar(150 + index / 1e5, 150 + (index + 1) / 1e5));
  expect(visibleBars(row([...many, bar(150.01, 150.02, 'bad')]), positionOf, 200)).toHaveLength(2);
});

test('marks outside of the shown part, and those upon another, are left out', () => {
  expect(
    visibleMarks(row([], [mark(50), mark(120), mark(120.01), mark(180), mark(250)]), positionOf).map(({ position }) => position),
  ).toEqual([0.2, 0.8]);
});

test('the parts of a minimap count all instants', () => {
  const parts = densities((position) => position * 10, { instants: [0, 1, 6, 10], failures: [6], parts: 2 });
  expect(parts).toEqual([
    { count: 2, failures: 0 },
    { count: 2, failures: 1 },
  ]);
  expect([firstFrom([1, 3], 0), firstFrom([1, 3], 2), firstFrom([1, 3], 4)]).toEqual([0, 1, 2]);
});
