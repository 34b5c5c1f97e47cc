import { expect, test } from 'vitest';
import { piText } from './pi.ts';

test.each([
  [1, '3'],
  [2, '3.1'],
  [5, '3.1416'],
  [10, '3.141592654'],
  [50, '3.1415926535897932384626433832795028841971693993751'],
])('pi to %i digits is rounded', (digits, text) => expect(piText(digits)).toBe(text));
