import { expect, test } from 'vitest';
import { fieldChangeLine } from './field-change-line.ts';

test.each([
  [{ path: 'spec.replicas', before: 2, after: 3 }, 'spec.replicas: 2 → 3'],
  [{ path: 'a', after: 'x'.repeat(200) }, `a: unset → "${'x'.repeat(99)}…`],
  [{ path: 'a\u001b[2J', before: '\u202e' }, 'a\\x1b[2J: "\\u202e" → unset'],
])('%j is printed safely', (change, line) => {
  expect(fieldChangeLine(change)).toBe(line);
});
