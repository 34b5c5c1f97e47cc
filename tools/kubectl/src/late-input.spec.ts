import { expect, test } from 'vitest';
import { withoutLateInput } from './late-input.ts';

const LATE = 'E1122 13:43:29.964473   23123 v2.go:104] "Unhandled Error" err="write on closed stream 0"\n';
const REFUSED = "tar: can't change directory to '/nowhere': No such file or directory\n";

test('input that comes too late for its command leaves no line', () => {
  expect(withoutLateInput(`${REFUSED}${LATE}command terminated with exit code 1\n`)).toBe(
    `${REFUSED}command terminated with exit code 1\n`,
  );
});

test.each([
  ['another error', LATE.replace('write on closed stream 0', 'unexpected EOF')],
  ['another stream', LATE.replace('stream 0', 'stream 1')],
  ['the words of a program', `echo ${LATE}`],
])('%s stays', (_, line) => {
  expect(withoutLateInput(line)).toBe(line);
});
