import { expect, test } from 'vitest';
import { secondsBehind } from './shown-freshness.ts';

test('a page is behind after three seconds of silence', () => {
  expect(secondsBehind({ type: 'live' }, 1_000, 3_900)).toBeUndefined();
  expect(secondsBehind({ type: 'live' }, 1_000, 5_000)).toBe(4);
});

test('a page without an answer yet, and a lost one, are not behind', () => {
  expect(secondsBehind({ type: 'live' }, undefined, 9_000)).toBeUndefined();
  expect(secondsBehind({ type: 'lost', sinceMs: 0 }, 1_000, 9_000)).toBeUndefined();
});
