import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastError, logSize } from './last-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-last-error-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const THROWN = `file:///klockwork/apps/kubelet-agent/dist/bundle.js:10
    throw error;
    ^

AssertionError: a simulated program failed: RangeError: Invalid string length
    at assert (file:///klockwork/bundle.js:3:9)
    at node:internal/main {
  code: 'ERR'
}

Node.js v24.1.0
`;
const INFO = '{"level":"info","time":"t","service":"s","pid":1,"msg":"node registered"}\n';
const ERROR = '{"level":"error","time":"t","service":"s","pid":1,"error":"disk is full","msg":"the log failed, ending"}\n';

test.each([
  ['an uncaught error', INFO + THROWN, 'AssertionError: a simulated program failed: RangeError: Invalid string length'],
  ['an error that was logged', ERROR + INFO, 'the log failed, ending: disk is full'],
  ['an error without detail', '{"level":"fatal","msg":"over"}\n', 'over'],
  ['a line that is not JSON', 'the event log is in use\n', 'the event log is in use'],
  ['a terminal escape', 'bad \u001b[31mred\u009b\n', 'bad \\x1b[31mred\\u009b'],
  ['a line that was cut off', '{"level":"er', undefined],
  ['no error', INFO, undefined],
])('the last error of a log with %s is one line', (_what, log, expected) => {
  const file = join(folder, 'log');
  writeFileSync(file, log);
  expect(lastError(file, 0)).toBe(expected);
});

test('an error of an earlier run is not reported, and a log that is missing has none', () => {
  const file = join(folder, 'log');
  writeFileSync(file, THROWN);
  expect([lastError(file, logSize(file)), lastError(join(folder, 'none'), 0), logSize(join(folder, 'none'))]).toEqual([
    undefined,
    undefined,
    0,
  ]);
});
