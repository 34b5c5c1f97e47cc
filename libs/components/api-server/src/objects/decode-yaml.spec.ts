import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import { expect, test } from 'vitest';
import { decodeYaml } from './decode-yaml.ts';

const refusal = (text: string) => {
  try {
    return decodeYaml(text);
  } catch (error) {
    return String(error);
  }
};

test("YAML parses like Go's", () => {
  const text = 'a: 0777\nb: yes\nc: 2001-01-01\nd: 1:30\nf: 9007199254740993\n1: x\ng: ~\nh: 1.5\ni: &i {j: 1}\nk: {<<: *i, l: 2}\n';
  expect(decodeYaml(text)).toEqual({
    value: { a: 511, b: true, c: '2001-01-01', d: '1:30', f: 9007199254740993n, 1: 'x', g: null, h: 1.5, i: { j: 1 }, k: { j: 1, l: 2 } },
    duplicates: [],
  });
});

test.each(['.', '+.', '-.', 'e5', '.e5', '._'])('%s is a string: numbers start with a digit', (text) => {
  expect(decodeYaml(`a: ${text}`).value).toEqual({ a: text });
});

test.each([
  ['.5', 0.5],
  ['5.', 5],
  ['-1.5e3', -1_500],
  ['1_0.5', 10.5],
  ['.5e1', 5],
  ['.inf', Number.POSITIVE_INFINITY],
])('%s is a number', (text, value) => {
  expect(decodeYaml(`a: ${text}`).value).toEqual({ a: value });
});

test.each([
  ['a: 1\n---\nb: 2\n', { a: 1 }],
  ['a: 1\n---\n"b\n', { a: 1 }],
  ['# what it is\n---\na: 1\n---\n', { a: 1 }],
  ['---\n---\na: 1\n', null],
])('the first document of %j is read', (text, value) => {
  expect(decodeYaml(text)).toEqual({ value, duplicates: [] });
});

test('duplicate keys are reported, and the last one counts', () => {
  expect(decodeYaml('a: 1\nb:\n  c: 1\n  c: 2\n')).toEqual({
    value: { a: 1, b: { c: 2 } },
    duplicates: ['line 4: key "c" already set in map'],
  });
});

test.each([
  ['a: b: c', 'YamlError: yaml: line 1: mapping values are not allowed in this context'],
  ['a: 1\n\tb: 2', 'YamlError: yaml: line 2: found character that cannot start any token'],
])('%j is no YAML', (text, message) => {
  expect(refusal(text)).toBe(message);
});

test('a text that would expand too far is refused', () => {
  const doubled = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
  expect(refusal(['a0: &a0 x', ...doubled].join('\n'))).toBe('YamlError: yaml: document contains excessive aliasing');
});

test('__proto__ is an ordinary key', () => {
  const { value } = decodeYaml('__proto__: {polluted: true}\n');
  expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true}}');
  expect({}).not.toHaveProperty('polluted');
});

test.each([
  ['flow lists', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['flow maps', `a: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['lists', `a:\n  ${'- '.repeat(20_000)}a`],
  ['lists that the reader can hold', `a:\n  ${'- '.repeat(1_100)}a`],
])('%s too deep are refused', (_what, text) => {
  expect(refusal(text)).toMatch(/^YamlError: yaml: (line \d+: )?exceeded max depth of 10000$/);
});

test.each([
  ['items', `a:\n${'- {}\n'.repeat(200_000)}`],
  ['flows', `a: [${'{},'.repeat(200_000)}]`],
  ['complex keys', '? a\n'.repeat(250_001)],
])('%s above the max number of values are refused before parsing', (_what, text) => {
  expect(refusal(text)).toBe('YamlError: yaml: exceeded max number of values: 250000');
});

test('a text with many lines and commas is one value', () => {
  const csv = `    1,[2],{3}\n`.repeat(100_000);
  expect(decodeYaml(`data:\n  csv: |\n${csv}`).value).toEqual({ data: { csv: csv.replaceAll('    ', '') } });
});

test('many keys parse in linear time', async () => {
  const growth = await growthOf((size) => {
    const text = Array.from({ length: size }, (_, n) => `k${n}: v`).join('\n');
    expect(Object.keys(decodeYaml(`${text}\nk7: w\n`).value as object)).toHaveLength(size);
  }, 60_000);
  expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
});
