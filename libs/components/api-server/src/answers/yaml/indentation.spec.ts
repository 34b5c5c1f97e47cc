import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentationOf } from './indentation.ts';
import { yamlText } from './yaml-text.ts';

const nested = (value: unknown, depth: number): unknown => (depth === 0 ? value : nested({ a: value }, depth - 1));

test.each<[what: string, value: unknown, blanks: number]>([
  ['a scalar', 7, 0],
  ['first-level entries', { a: 1, b: [], c: [1, 2] }, 4],
  ['nested entries', { a: { b: { c: 1 } } }, 6],
  ['lines of a text', { a: { b: 'one\ntwo\nthree' } }, 14],
  ['nested lists', [[1, 2], [3]], 6],
])('the maximum number of blanks is computed for %s', (_, value, blanks) => {
  expect(indentationOf(value)).toBe(blanks);
});

test('a list that lies deep counts a thousandfold', () => {
  expect(indentationOf(nested(Array(1_000).fill(0), 500))).toBe(500 * 499 + 1_000 * 500 * 2);
});

test('no value is indented by more', () => {
  const words = fc.array(fc.constantFrom('word', 'a', '', '\n', 'longer-word'), { maxLength: 60 }).map((all) => all.join(' '));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 6 }, words, fc.integer(), fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
  }));
  const leading = (text: string) => text.split('\n').reduce((sum, line) => sum + line.length - line.trimStart().length, 0);
  fc.assert(fc.property(tree, (value) => leading(yamlText(value)) <= indentationOf(value) + spacesOf(value)));
});

/** Counts blanks of texts, which may also start a line. */
function spacesOf(value: unknown): number {
  return JSON.stringify(value).split(/[\s]|\\[nrt]/).length;
}
