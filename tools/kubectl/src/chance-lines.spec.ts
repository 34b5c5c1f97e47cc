import { expect, test } from 'vitest';
import { withoutChanceLines } from './chance-lines.ts';

const LATE = 'E1122 13:43:29.964473   23123 v2.go:104] "Unhandled Error" err="write on closed stream 0"\n';
const LATER = LATE.replace('write on closed stream 0', 'websocket: close sent');
const EARLY = 'E1122 19:44:52.524483    1916 websocket.go:296] Unknown stream id 1, discarding message\n';
const REFUSED = "tar: can't change directory to '/nowhere': No such file or directory\n";

test('late input and an early message leave no line', () => {
  expect(withoutChanceLines(`${EARLY}${REFUSED}${LATE}${LATER}command terminated with exit code 1\n`)).toBe(
    `${REFUSED}command terminated with exit code 1\n`,
  );
});

test.each([
  ['another error', LATE.replace('write on closed stream 0', 'unexpected EOF')],
  ['a message of another stream', EARLY.replace('id 1', 'id 2')],
  ['another stream', LATE.replace('stream 0', 'stream 1')],
  ['the words of a program', `echo ${LATE}`],
])('%s stays', (_, line) => {
  expect(withoutChanceLines(line)).toBe(line);
});
