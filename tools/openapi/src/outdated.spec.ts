import { expect, test } from 'vitest';
import { withoutLine } from './outdated.ts';

test.each([
  ['Says much. This is an alpha field.', 'Says much.'],
  ['Says much.\n\nThis is an alpha field.', 'Says much.'],
  ['Says much.\n\nThis is an alpha field.\n\nIt stays.', 'Says much.\n\nIt stays.'],
])('a line is told no more from where it is outdated: %j', (prose, expected) => {
  expect(withoutLine(prose, 'This is an alpha')).toBe(expected);
});

test('prose that does not say it is looked at', () => {
  expect(() => withoutLine('Says much.', 'alpha')).toThrow('the prose does not say: alpha');
});
