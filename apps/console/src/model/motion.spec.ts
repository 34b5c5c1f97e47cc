import { expect, test } from 'vitest';
import { motionBetween, type Place } from './motion.ts';

const drawing = (places: Readonly<Record<string, readonly [number, number]>>) =>
  new Map<string, Place>(Object.entries(places).map(([key, [x, y]]) => [key, { x, y }]));

test('a pod slides from its former place, a removed one is gone, and a new one has no way', () => {
  const before = drawing({ still: [0, 0], moved: [10, 0], gone: [20, 0] });
  const after = drawing({ still: [0, 0], moved: [10, 50], new: [20, 0] });
  expect(motionBetween(before, after)).toEqual({ moved: [{ key: 'moved', dx: 0, dy: -50 }], gone: ['gone'] });
});

test('a drawing that changes as a whole moves nothing', () => {
  const many = (y: number) => drawing(Object.fromEntries(Array.from({ length: 81 }, (_, index) => [String(index), [index, y] as const])));
  expect(motionBetween(many(0), many(1))).toEqual({ moved: [], gone: [] });
  expect(motionBetween(many(0), many(0))).toEqual({ moved: [], gone: [] });
});
