import { expect, test } from 'vitest';
import { foldedAxis } from './folded-axis.ts';
import { instantIn, panned, placesOf, positionIn, rangeBetween, zoomed } from './time-range.ts';

const AXIS = foldedAxis([10_000, 20_000, 30_000], 0, 40_000);

test('the whole axis is the range at first, and follows it', () => {
  expect(placesOf(AXIS, {})).toEqual({ start: 0, length: 40_000 });
  const later = foldedAxis([10_000, 20_000, 30_000], 0, 50_000);
  expect(placesOf(later, zoomed(AXIS, {}, { factor: 0.5, share: 1 }))).toEqual({ start: 30_000, length: 20_000 });
});

test('a zoom keeps the instant under the pointer, and ends at the whole axis', () => {
  const near = zoomed(AXIS, {}, { factor: 0.5, share: 0.25 });
  expect(placesOf(AXIS, near)).toEqual({ start: 5_000, length: 20_000 });
  expect(instantIn(AXIS, placesOf(AXIS, near), 0.25)).toBe(10_000);
  expect(zoomed(AXIS, near, { factor: 10, share: 0.5 })).toEqual({});
});

test('a range moves by its own length, up to both ends', () => {
  const middle = rangeBetween(AXIS, 10_000, 20_000);
  expect(placesOf(AXIS, panned(AXIS, middle, 0.5)).start).toBe(15_000);
  expect(placesOf(AXIS, panned(AXIS, middle, -5)).start).toBe(0);
  expect(panned(AXIS, middle, 5)).toEqual({ length: 10_000 });
});

test('a range between two places is the same in both directions, and never too short', () => {
  expect(rangeBetween(AXIS, 30_000, 10_000)).toEqual(rangeBetween(AXIS, 10_000, 30_000));
  expect(placesOf(AXIS, rangeBetween(AXIS, 5_000, 5_000)).length).toBe(100);
});

test('a range keeps its instants while older ones are loaded', () => {
  const range = rangeBetween(AXIS, 10_000, 20_000);
  const longer = foldedAxis([0, 10_000, 20_000, 30_000], -10_000, 40_000);
  const shown = placesOf(longer, range);
  expect([positionIn(longer, shown, 10_000), positionIn(longer, shown, 20_000)]).toEqual([0, 1]);
});
