import { expect, test } from 'vitest';
import { findingText } from '../rule.ts';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { plainWords } from './plain-words.rule.ts';

const SOURCE = 'libs/kernel/src/index.ts';
const SPEC = 'libs/kernel/src/a.spec.ts';
const RATCHET = 'tools/tidy/src/plain-words.json';
const SHOWN = 'begin with a verb ("Returns …") or a noun ("Revision of …"), not with';

// The name of the call stands apart, so that this file's own titles do not include the made-up one.
const TEST = 'test';

const FAULTY = {
  [SOURCE]: '/** What is new. */\nexport const a = 1;\n',
  [SPEC]: `${TEST}('of two, one', () => {});\n`,
  'libs/kernel/README.md': '# kernel\n\nIt ticks.\n',
  'docs/a.md': 'One clock ticks.\n',
};

test('a package with more faults than its count allows has all of them named', () => {
  const repository = madeUpRepository({ ...FAULTY, [RATCHET]: '{"libs/kernel":2,"docs":1}' });
  expect([...plainWords.check(repository)].map((finding) => findingText(plainWords, finding))).toEqual([
    `${RATCHET}: libs/kernel has 3 sentences to reword, at most 2 are allowed: reword the new ones (plain-words)`,
    `${SOURCE}:1: ${SHOWN} "What": "What is new." (plain-words)`,
    `${SPEC}:1: ${SHOWN} "Of": "of two, one" (plain-words)`,
    `libs/kernel/README.md:3: ${SHOWN} "It": "It ticks." (plain-words)`,
  ]);
});

test('a count is lowered when sentences were reworded, and never raised', () => {
  const lowered = (counts: string) => [...plainWords.lower!(madeUpRepository({ ...FAULTY, [RATCHET]: counts }))];
  const text = '{\n  "libs/kernel": 3\n}\n';
  expect(lowered('{"docs":0,"libs/gone":4,"libs/kernel":9}')).toEqual([{ path: RATCHET, text }]);
  expect(lowered(text)).toEqual([]);
});
