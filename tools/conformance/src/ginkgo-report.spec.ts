import { expect, test } from 'vitest';
import { focusPattern, selectedTests, testResults } from './ginkgo-report.ts';

const spec = (text: string, state: string, message = '') => ({
  ...{ ContainerHierarchyTexts: ['[sig-apps] Job'], LeafNodeType: 'It', LeafNodeText: text, State: state, RunTime: 1.5e9 },
  ...(message !== '' && { Failure: { Message: message } }),
});
const report = JSON.stringify([
  {
    SpecReports: [
      spec('should run [Conformance]', 'passed'),
      spec('should stop [Serial] [Conformance]', 'timedout', '\n  timed out\nmore'),
      spec('should not be selected', 'skipped'),
      { ...spec('', 'passed'), ContainerHierarchyTexts: null, LeafNodeType: 'SynchronizedBeforeSuite' },
    ],
  },
]);

test('a report has its selected tests, without set-up and skipped ones', () => {
  expect(selectedTests(report)).toEqual([
    { name: '[sig-apps] Job should run [Conformance]', isSerial: false },
    { name: '[sig-apps] Job should stop [Serial] [Conformance]', isSerial: true },
  ]);
});

test('a result has verdict, seconds and the first line of its failure', () => {
  expect(testResults(report)).toEqual([
    { name: '[sig-apps] Job should run [Conformance]', verdict: 'passed', seconds: 1.5, message: '' },
    { name: '[sig-apps] Job should stop [Serial] [Conformance]', verdict: 'failed', seconds: 1.5, message: 'timed out' },
  ]);
});

test('a pattern matches its tests only, whatever their characters', () => {
  const pattern = new RegExp(focusPattern(['[sig-apps] a+b (c)', 'd']));
  expect(['[sig-apps] a+b (c)', 'd', '[sig-apps] a+b (c) more', 's a+b c'].map((name) => pattern.test(name))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
