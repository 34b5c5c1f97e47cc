import { expect, test } from 'vitest';
import { isMessageFromLog, messageOfLog } from './termination-message.ts';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const report = (change: object) => new PodOnNode(boundPod()).report('main', 0, { state: 'exited', exitCode: 1, ...change });
const container = { name: 'main', terminationMessagePolicy: 'FallbackToLogsOnError' };

test.each([
  ['a failure without a message', container, {}, true],
  ['a failure with a message', container, { message: 'no such file' }, false],
  ['a success', container, { exitCode: 0 }, false],
  ['a container that runs', container, { state: 'running' }, false],
  ['the policy File', { name: 'main', terminationMessagePolicy: 'File' }, {}, false],
])('the log is the message of %s: %o', (_, of, change, expected) => {
  expect(isMessageFromLog(of, report(change))).toBe(expected);
});

test("a message contains at most eighty lines and two thousand bytes of the log's end", () => {
  const lines = Array.from({ length: 100 }, (_, index) => ({ text: `${index}` }));
  expect(messageOfLog(lines)).toBe(
    lines
      .slice(20)
      .map(({ text }) => `${text}\n`)
      .join(''),
  );
  expect(messageOfLog([{ text: 'x'.repeat(3_000) }])).toHaveLength(2_048);
  expect(messageOfLog([])).toBe('');
});

test('a message has no final line break if the output had none', () => {
  expect(messageOfLog([{ text: 'one' }, { text: 'DONE', partial: true }])).toBe('one\nDONE');
});
