import { expect, test } from 'vitest';
import { layoutOf, NODE_HEIGHT, NODE_WIDTH } from './graph-layout.ts';

const node = (id: string) => ({ type: 'question', id, text: id }) as const;

test('causes stand below their effects, and no node covers another', async () => {
  const nodes = ['effect', 'one', 'other', 'origin'].map(node);
  const edges = [
    ['one', 'effect'],
    ['other', 'effect'],
    ['origin', 'one'],
    ['origin', 'other'],
  ] as const;
  const { places, edges: lines, width, height } = await layoutOf({ nodes, edges });
  const [effect, one, other, origin] = nodes.map(({ id }) => places.get(id) ?? { x: -1, y: -1 });
  expect([effect, one, origin].map((place) => place?.y)).toEqual([8, 8 + NODE_HEIGHT + 36, 8 + 2 * (NODE_HEIGHT + 36)]);
  expect(Math.abs((one?.x ?? 0) - (other?.x ?? 0))).toBeGreaterThanOrEqual(NODE_WIDTH);
  expect(lines.map(({ id, points }) => [id, points.length > 1])).toEqual([
    ['one>effect', true],
    ['other>effect', true],
    ['origin>one', true],
    ['origin>other', true],
  ]);
  expect([width > 2 * NODE_WIDTH, height > 3 * NODE_HEIGHT]).toEqual([true, true]);
});
