import { expect, test } from 'vitest';
import { nearestIndex } from './nearest.ts';

const at = (left: number, top: number, width = 8) => ({ left, top, right: left + width, bottom: top + 8 });
/** A wide card above a row of three tiles, and a card at its right. */
const places = [at(0, 0, 38), at(0, 10), at(10, 10), at(20, 10), at(40, 0, 38)];
const from = (index: number, arrow: Parameters<typeof nearestIndex>[2]) => nearestIndex(places, places[index] ?? at(0, 0), arrow);

test('an arrow leads to the nearest place in its direction', () => {
  expect([from(0, 'ArrowDown'), from(1, 'ArrowRight'), from(3, 'ArrowLeft'), from(2, 'ArrowUp')]).toEqual([1, 2, 2, 0]);
  expect([from(0, 'ArrowRight'), from(4, 'ArrowLeft')]).toEqual([4, 0]);
});

test('the last place stays', () => {
  expect([from(1, 'ArrowLeft'), from(0, 'ArrowUp'), from(4, 'ArrowRight')]).toEqual([-1, -1, -1]);
});
