import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TestResult, Verdict } from './ginkgo-report.ts';
import { listText, parseList, updatedList } from './passing-list.ts';

const result = (name: string, verdict: Verdict): TestResult => ({ name, verdict, seconds: 1, message: '' });
const listed = (file: string) => parseList(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

test('passed tests join the list, failed and lost ones leave, others stay', () => {
  const results = [result('d', 'passed'), result('a', 'failed'), result('b', 'lost'), result('c', 'skipped'), result('e', 'failed')];
  expect(updatedList(['a', 'b', 'c', 'f'], results)).toEqual(['c', 'd', 'f']);
});

test('a list has one test a line', () => {
  expect(listText(['a b', 'c'])).toBe('a b\nc\n');
  expect(parseList('a b\nc\n')).toEqual(['a b', 'c']);
});

test('the lists of the repository are sorted, and the gate plays passing tests only', () => {
  const [passing, gate] = [listed('passing.txt'), listed('gate.txt')];
  expect(passing).toEqual([...new Set(passing)].sort());
  expect(gate).toEqual([...new Set(gate)].sort());
  expect(gate.filter((name) => !passing.includes(name))).toEqual([]);
});
