import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';

const run = await scriptRunner('debian');

test.each([
  ['seq 3 > /dev/full', 'seq: write error: No space left on device\n', 1],
  ['yes > /dev/full', 'yes: write error: No space left on device\n', 1],
  ['cat /etc/passwd > /dev/full', 'cat: write error: No space left on device\n', 1],
  [
    'tar cf /dev/full -C /etc passwd',
    'tar: /dev/full: Cannot write: No space left on device\ntar: Error is not recoverable: exiting now\n',
    2,
  ],
  ['seq 3 | tee /dev/full', 'tee: write error: No space left on device\n', 1],
])('a full output ends its writer: %s', async (script, stderr, code) => {
  expect(await run('bash', script)).toMatchObject({ stderr, code });
});
