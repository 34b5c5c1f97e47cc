import { expect, test } from 'vitest';
import { type ColourMode, coloursFor } from './colours.ts';

const TERMINAL = { isTTY: true };

test.each<[ColourMode, { isTTY?: boolean }, Record<string, string>, boolean]>([
  ['auto', TERMINAL, {}, true],
  ['auto', TERMINAL, { NO_COLOR: '' }, true],
  ['auto', TERMINAL, { NO_COLOR: '1' }, false],
  ['auto', TERMINAL, { TERM: 'dumb' }, false],
  ['auto', {}, {}, false],
  ['always', {}, { NO_COLOR: '1' }, true],
  ['never', TERMINAL, {}, false],
])('colours are %s with %j and %j: %s', (mode, stream, environment, coloured) => {
  expect(coloursFor(mode, stream, environment).red('x')).toBe(coloured ? '\x1b[31mx\x1b[39m' : 'x');
});
