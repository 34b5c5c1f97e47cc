import { expect, test } from 'vitest';
import { boundedWarnings } from './warning-headers.ts';

test('each warning is sent once, in order', () => {
  expect(boundedWarnings(['b', 'a', 'b', ''])).toEqual(['b', 'a']);
});

test('warnings that are too long together are each cut to 256 characters', () => {
  const long = 'ä'.repeat(4_000);
  expect(boundedWarnings(['short', long, 'x'.repeat(300)])).toEqual(['short', 'ä'.repeat(256), 'x'.repeat(256)]);
  expect(boundedWarnings([long])).toEqual([long]);
});

test('a warning too long even when truncated is omitted', () => {
  const many = Array.from({ length: 100 }, (_, index) => `${index} `.padEnd(300, 'x'));
  expect(boundedWarnings(many)).toHaveLength(16);
});
