import { expect, test } from 'vitest';
import type { TestResult } from './ginkgo-report.ts';
import { changedVerdicts, junitText, parseTable, tableText } from './result-table.ts';

const passed: TestResult = { name: 'b', verdict: 'passed', seconds: 1.25, message: '' };
const failed: TestResult = { name: 'a', verdict: 'failed', seconds: 2, message: 'expected\t1\nto be 2' };

test('a table is sorted by test, a line each', () => {
  expect(tableText([passed, failed])).toBe('verdict\tseconds\ttest\tmessage\nfailed\t2.0\ta\texpected 1 to be 2\npassed\t1.3\tb\t\n');
});

test('a table can be read again', () => {
  expect(parseTable(tableText([passed, failed]))).toEqual([
    { ...failed, message: 'expected 1 to be 2' },
    { ...passed, seconds: 1.3 },
  ]);
});

test.each([
  ['a text without the header', 'passed\t1\ta\t', 'not a table of results'],
  ['an unknown verdict', 'verdict\tseconds\ttest\tmessage\nfine\t1\ta\t', 'not a verdict: "fine"'],
])('%s is no table', (_, text, message) => {
  expect(() => parseTable(text)).toThrow(message);
});

test('only changed verdicts of tests in both runs are listed', () => {
  const before = [passed, failed];
  const after: TestResult[] = [{ ...passed, verdict: 'lost', message: 'killed' }, failed, { ...passed, name: 'new' }];
  expect(changedVerdicts(before, after)).toEqual(['passed -> lost: b: killed']);
});

test("JUnit's XML counts verdicts and escapes names", () => {
  expect(junitText([{ ...failed, name: 'a <"&\u0007> b' }, passed])).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuite name="Kubernetes e2e suite" tests="2" failures="1" errors="0" skipped="0">',
      '  <testcase name="a &lt;&quot;&amp; &gt; b" time="2.0"><failure message="expected 1 to be 2"/></testcase>',
      '  <testcase name="b" time="1.3"/>',
      '</testsuite>',
      '',
    ].join('\n'),
  );
});
