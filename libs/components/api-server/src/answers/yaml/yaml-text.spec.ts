import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeYaml } from '../../objects/decode-yaml.ts';
import { yamlText } from './yaml-text.ts';

test('mappings are sorted, lists stand below keys, and empty values stay on one line', () => {
  const service = { spec: { ports: [{ port: 80, name: 'http' }, { port: 443 }], selector: {}, externalIPs: [] }, kind: 'Service' };
  expect(yamlText(service)).toBe(
    'kind: Service\nspec:\n  externalIPs: []\n  ports:\n  - name: http\n    port: 80\n  - port: 443\n  selector: {}\n',
  );
  expect(yamlText([[1, [true]], {}])).toBe('- - 1\n  - - true\n- {}\n');
  expect([yamlText({}), yamlText([]), yamlText('a'), yamlText(null)]).toEqual(['{}\n', '[]\n', 'a\n', 'null\n']);
});

test('keys with numbers sort by value, and nonletters come first', () => {
  const sorted = ['.a', '1', '2', '10', '010', '12', 'N', 'a', 'a b', 'a-1', 'a1', 'a2', 'a09', 'a10', 'ab', 'é'];
  const mixed = Object.fromEntries([...sorted].reverse().map((key) => [`k${key}`, true]));
  expect(yamlText(mixed)).toBe(sorted.map((key) => `k${key}: true\n`).join(''));
});

test.each([
  ['plain', 'plain'],
  ['a:b', 'a:b'],
  ['a: b', "'a: b'"],
  ["it's: so", "'it''s: so'"],
  ['- a', "'- a'"],
  ['-a', '-a'],
  ['*', "'*'"],
  [' a', "' a'"],
  ['', '""'],
  ['yes', '"yes"'],
  ['y', '"y"'],
  ['null', '"null"'],
  ['<<', '<<'],
  ['1', '"1"'],
  ['1_000', '"1_000"'],
  ['0x1F', '"0x1F"'],
  ['0xfffffffffffffffff', '0xfffffffffffffffff'],
  ['-0x8000000000000000', '"-0x8000000000000000"'],
  ['1e3', '"1e3"'],
  ['1.2.3', '1.2.3'],
  ['12:30', '"12:30"'],
  ['127.0.0.1', '127.0.0.1'],
  ['2024-01-01T00:00:00Z', '"2024-01-01T00:00:00Z"'],
  ['2024-02-30', '2024-02-30'],
  ['100m', '100m'],
  ['tab\there', '"tab\\there"'],
  ['😀 é\u0085', '"\\U0001F600 é\\N"'],
  ['\x01\u2028"\\', '"\\x01\\L\\"\\\\"'],
])('a text %j is written %s', (text, written) => {
  expect(yamlText([text])).toBe(`- ${written}\n`);
});

test.each([
  ['a\nb\n', '|\n  a\n  b\n'],
  ['a\nb', '|-\n  a\n  b\n'],
  ['a\n\n', '|+\n  a\n\n'],
  ['\n', '|2+\n\n'],
  [' a\nb', '|2-\n   a\n  b\n'],
  ['a \nb', '"a \\nb"\n'],
])('lines %j are written %j', (text, written) => {
  expect(yamlText({ k: text })).toBe(`k: ${written}`);
});

test('long lines are folded after column 80, long keys stand alone', () => {
  const words = Array.from({ length: 14 }, (_, index) => `word${index}`).join(' ');
  const [first, second] = [words.slice(0, words.indexOf(' word13')), 'word13'];
  expect(yamlText({ k: words })).toBe(`k: ${first}\n  ${second}\n`);
  expect(yamlText([`'${words}`, `\x01${words}`])).toBe(`- '''${first}\n  ${second}'\n- "\\x01${first}\n  ${second}"\n`);
  const key = 'k'.repeat(129);
  expect(yamlText({ [key]: { a: 1 }, x: 'y' })).toBe(`? ${key}\n: a: 1\nx: "y"\n`);
});

test.each([
  [1.5, '1.5'],
  [-0, '0'],
  [1_234_567.5, '1.2345675e+06'],
  [0.00001, '1e-05'],
  [9_007_199_254_740_993n, '9007199254740993'],
])('the number %s is written %s', (value, written) => {
  expect(yamlText({ value })).toBe(`value: ${written}\n`);
});

test('every written value is parsed back', () => {
  const text = fc.string({ unit: 'grapheme-ascii' });
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.boolean(), fc.integer(), fc.constant(null), tie('list'), tie('mapping')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    mapping: fc.dictionary(
      text.filter((key) => key !== '__proto__' && key !== '<<'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  })).value;
  fc.assert(
    fc.property(json, (value) => {
      expect(decodeYaml(yamlText(value)).value).toEqual(value);
    }),
    { numRuns: 300 },
  );
});
