import { expect, test } from 'vitest';
import { foldedAxis, markedFolds } from './folded-axis.ts';

const HOUR = 3_600_000;

test('busy time is drawn to scale', () => {
  const axis = foldedAxis([10_000, 20_000], 0, 40_000);
  expect([0, 10_000, 30_000, 40_000].map((at) => axis.positionOf(at))).toEqual([0, 0.25, 0.75, 1]);
  expect(axis.folds).toEqual([]);
});

test('an idle stretch is folded: the changes on both sides stay readable', () => {
  const axis = foldedAxis([15_000, 15_000 + HOUR], 0, 30_000 + HOUR);
  expect(axis.folds).toEqual([{ from: 15_000, to: 15_000 + HOUR }]);
  expect([15_000, 15_000 + HOUR].map((at) => axis.positionOf(at))).toEqual([1 / 3, 2 / 3]);
});

test('positions lead back to their instants, and do not leave the axis', () => {
  const axis = foldedAxis([5_000, HOUR], 0, HOUR + 5_000);
  for (const at of [0, 2_500, 5_000, HOUR, HOUR + 5_000]) expect(axis.instantOf(axis.positionOf(at))).toBe(at);
  expect([axis.instantOf(-1), axis.instantOf(2), axis.positionOf(-5), axis.positionOf(2 * HOUR)]).toEqual([0, HOUR + 5_000, 0, 1]);
});

test('marks of folds keep their distance from each other and from the ends', () => {
  const changes = Array.from({ length: 40 }, (_, index) => index * HOUR);
  const axis = foldedAxis(changes, 0, 39 * HOUR);
  const positions = markedFolds(axis.folds, axis.positionOf).map(({ position }) => position);
  expect([axis.folds.length, positions.length]).toEqual([39, 6]);
  expect(positions.every((position) => position >= 0.12 && position <= 0.88)).toBe(true);
});

test('an axis without length has one position', () => {
  const axis = foldedAxis([], 7, 7);
  expect([axis.positionOf(7), axis.instantOf(0.5)]).toEqual([0, 7]);
});
