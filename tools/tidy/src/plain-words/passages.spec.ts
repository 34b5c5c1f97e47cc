import { expect, test } from 'vitest';
import { commentsOf, paragraphsOf, titlesOf } from './passages.ts';

test('comments are docstrings, runs of lines and ends of lines, without directives and examples', () => {
  const text = [
    '/**',
    ' * Returns the name,',
    ' * at most 63 characters.',
    ' *',
    ' * ```ts',
    ' * nameOf(pod);',
    ' * ```',
    ' */',
    '// biome-ignore lint/x: reason',
    "const url = 'http://example.com'; // Where it is.",
    '  // First line,',
    '  // second line.',
    '/** Port. */',
  ].join('\n');
  expect(commentsOf(text)).toEqual([
    { line: 1, text: 'Returns the name, at most 63 characters.' },
    { line: 10, text: 'Where it is.' },
    { line: 11, text: 'First line, second line.' },
    { line: 13, text: 'Port.' },
  ]);
});

test('titles are those of tests, also of tables', () => {
  const text = "describe('names', () => {\n  it('a name', () => {});\n  test.each([[1]])(\"it's %d\", async (n) => {});\n});\nf(a)('b');\n";
  expect(titlesOf(text)).toEqual([
    { line: 2, text: 'a name' },
    { line: 3, text: "it's %d" },
  ]);
});

test('paragraphs are joined lines, list items and cells, without headings, code and addresses', () => {
  const markdown = [
    '# Title',
    'One',
    '[line](a.md).',
    '',
    '```sh',
    'ls',
    '```',
    '- item',
    '  of two lines',
    '- next',
    '| a | b |',
    '| --- | --- |',
  ];
  expect(paragraphsOf(markdown.join('\n'))).toEqual([
    { line: 2, text: 'One [line].' },
    { line: 8, text: 'item of two lines' },
    { line: 10, text: 'next' },
    { line: 11, text: 'a' },
    { line: 11, text: 'b' },
  ]);
});
