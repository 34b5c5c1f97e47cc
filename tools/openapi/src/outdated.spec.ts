import { expect, test } from 'vitest';
import { withoutLine } from './outdated.ts';

test.each([
  ['Says much. This is an alpha field.', 'Says much.'],
  ['Says much.\n\nThis is an alpha field.', 'Says much.'],
  ['Says much.\n\nThis is an alpha field.\n\nIt stays.', 'Says much.\n\nIt stays.'],
])('an outdated line is cut from its marker on: %j', (prose, expected) => {
  expect(withoutLine(prose, 'This is an alpha')).toBe(expected);
});

test('a description without the marker throws for review', () => {
  expect(() => withoutLine('Says much.', 'alpha')).toThrow('the prose does not say: alpha');
});
