import { expect, test } from 'vitest';
import { growthOf, LINEAR_GROWTH_MAX } from './growth.ts';

/** Takes as many steps as its argument. */
function steps(count: number): number {
  let sum = 0;
  for (let step = 0; step < count; step++) sum = (sum * 31 + step) % 65_537;
  return sum;
}

test('the growth of linear work is below the bound, that of quadratic work is above', async () => {
  expect(await growthOf((size) => steps(200 * size), 40_000)).toBeLessThan(LINEAR_GROWTH_MAX);
  expect(await growthOf((size) => steps(size * size), 8_000)).toBeGreaterThan(LINEAR_GROWTH_MAX);
});
