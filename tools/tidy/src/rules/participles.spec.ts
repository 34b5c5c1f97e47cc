import { expect, test } from 'vitest';
import { findingText } from '../rule.ts';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { participles } from './participles.rule.ts';

const FILE = 'libs/kernel/src/index.ts';
const RATCHET = 'tools/tidy/src/participles.json';
const findings = (text: string, counts = '{}') =>
  [...participles.check(madeUpRepository({ [FILE]: text, [RATCHET]: counts }))].map((finding) => findingText(participles, finding));
const finding = (line: number, name: string) =>
  `${FILE}:${line}: ${name} is a participle: use a noun, such as message or sentMessage for sent, or a verb for a function (participles)`;

test.each([
  ['a local', 'const told = 1;', 'told'],
  ['a member of a list', 'const [was, is] = [1, 2];', 'was'],
  ['a renamed field', 'const { request: asked } = call;', 'asked'],
  ['a parameter of a function', 'function answer(call: Call, asked: string): void {}', 'asked'],
  ['a parameter of an arrow function', 'const sum = items.map((said) => 1);', 'said'],
  ['a field', 'interface A {\n  readonly heard: number;\n}', 'heard'],
  ['a regular participle', 'const stored = read();', 'stored'],
  ['a function', 'function quoted(text: string): string {}', 'quoted'],
  ['a method', 'class A {\n  known(text: string): string {}\n}', 'known'],
  ['a private field', 'class A {\n  readonly #begun = 1;\n}', 'begun'],
])('%s that is a participle is refused', (_, text, name) => {
  const line = text.split('\n').findIndex((each) => each.includes(name)) + 1;
  expect(findings(`${text}\n`)).toEqual([
    `${RATCHET}: libs/kernel has 1 names that are participles, at most 0 are allowed: rename the new ones (participles)`,
    finding(line, name),
  ]);
});

test('adjectives before nouns, names of booleans, comments, values of objects and other words are accepted', () => {
  const text = [
    "const askedQuestion = { told: 'const told' };",
    '// const said = 1;',
    'interface A {',
    '  readonly begun: boolean;',
    '  closed(): boolean;',
    '}',
    'let paused = false;',
    "const ended = phase === 'Ended';",
    'const listed = names.includes(name);',
    'const seed = 1;',
  ];
  expect(findings(`${text.join('\n')}\n`)).toEqual([]);
});

test('a package may have as many as its count, and the count only falls', () => {
  expect(findings('const told = 1;\n', '{ "libs/kernel": 1 }')).toEqual([]);
  const repository = madeUpRepository({ [FILE]: 'const told = 1;\n', [RATCHET]: '{ "libs/kernel": 3, "libs/gone": 1 }' });
  expect([...(participles.lower?.(repository) ?? [])]).toEqual([{ path: RATCHET, text: '{\n  "libs/kernel": 1\n}\n' }]);
});
