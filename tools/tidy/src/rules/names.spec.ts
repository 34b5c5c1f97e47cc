import { expect, test } from 'vitest';
import { findingText } from '../rule.ts';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { names } from './names.rule.ts';

const FILE = 'libs/kernel/src/index.ts';
const findings = (text: string) => [...names.check(madeUpRepository({ [FILE]: text }))].map((finding) => findingText(names, finding));

test('a participle and a metaphor as names of types are refused', () => {
  const refusal = (line: number, name: string) =>
    `${FILE}:${line}: ${name} does not say what it holds: use a noun, such as QueuedKey for Taken (names)`;
  expect(findings('interface Told {}\nexport abstract class Desk {}\ntype Asked = string;\n')).toEqual([
    refusal(1, 'Told'),
    refusal(2, 'Desk'),
    refusal(3, 'Asked'),
  ]);
});

test.each(['Negotiated', 'NotConnected', 'Bound', 'Seen'])('%s as name of a type is refused', (name) => {
  expect(findings(`type ${name} = string;\n`)).toHaveLength(1);
});

test.each(['Seed', 'Need', 'Passed', 'ContainerStateTerminated'])('%s as name of a type is accepted', (name) => {
  expect(findings(`type ${name} = string;\n`)).toEqual([]);
});

test('a function called decide is refused, a longer name is not', () => {
  expect(findings('export function decide() {}\nfunction decidePod() {}\n')).toEqual([
    `${FILE}:1: decide does not say on what: use the result, such as nextStep (names)`,
  ]);
});

test('nouns are accepted, also with a participle before them, in comments and in strings', () => {
  expect(findings("interface KnownHead {}\n// class Told {}\nconst text = 'type Told';\ninterface Strikes {}\n")).toEqual([]);
});
