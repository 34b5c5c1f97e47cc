import { expect, test } from 'vitest';
import { LayeredMap } from './layered-map.ts';

const numbers = (count: number) => new Map(Array.from({ length: count }, (_, index) => [String(index), index]));

test('a changed map adds, replaces and deletes, and the former version stays', () => {
  const before = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const after = LayeredMap.changed(
    before,
    new Map([
      ['a', undefined],
      ['b', 3],
      ['c', 4],
    ] as [string, number | undefined][]),
  );
  const again = LayeredMap.changed(
    after,
    new Map([
      ['a', 5],
      ['c', undefined],
    ] as [string, number | undefined][]),
  );
  expect([[...before], [...after], [...again]]).toEqual([
    [
      ['a', 1],
      ['b', 2],
    ],
    [
      ['b', 3],
      ['c', 4],
    ],
    [
      ['a', 5],
      ['b', 3],
    ],
  ]);
  expect([after.size, again.size, after.has('a'), again.get('a'), [...again.keys()], [...again.values()]]).toEqual([
    ...[2, 2, false, 5],
    ...[
      ['a', 'b'],
      [5, 3],
    ],
  ]);
});

test('many changes of a large map keep its content', () => {
  let map: ReadonlyMap<string, number> = numbers(5_000);
  for (let round = 0; round < 3_000; round++) map = LayeredMap.changed(map, new Map([[String(round), round + 1]]));
  expect([map.size, map.get('2999'), map.get('3000')]).toEqual([5_000, 3_000, 3_000]);
});
