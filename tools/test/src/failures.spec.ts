import { expect, test } from 'vitest';
import { failureLine } from './failures.ts';

const PLACE = ['libs/x/src/y.spec.ts', 'a queue', 'a full queue rejects'];

test('a line names the place of a failure and the first line of its error', () => {
  expect(failureLine({ place: PLACE, error: 'expected 1 to be 2\n\n- 2\n+ 1' })).toBe(
    'FAILED: libs/x/src/y.spec.ts > a queue > a full queue rejects: expected 1 to be 2',
  );
});

test('an error is printed from its first line with text', () => {
  expect(failureLine({ place: ['packages'], error: '\n \u001b[0m\nno such file\n' })).toBe('FAILED: packages: no such file');
  expect(failureLine({ place: ['packages'], error: '' })).toBe('FAILED: packages: no message');
});

test('colours and control characters of titles and errors do not reach the line', () => {
  expect(failureLine({ place: ['a.spec.ts', 'reads "\r\n\u2028"'], error: '\u001b[31mexpected\u001b[39m "\ta\u0007"' })).toBe(
    'FAILED: a.spec.ts > reads " ": expected " a "',
  );
});

test('a long line is cut', () => {
  const line = failureLine({ place: PLACE, error: 'x'.repeat(10_000) });
  expect([line.length, line.slice(-7)]).toEqual([400, 'xxx ...']);
});
