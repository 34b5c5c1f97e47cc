import { expect, test } from 'vitest';
import { channelMessage, commandWords, execEnd, execPath } from './exec-channels.ts';

test('a session has a path with its container, its command and a terminal', () => {
  expect(execPath({ pod: 'shop/web', container: 'main', command: ['sh', '-c', 'echo a&b'] })).toBe(
    '/api/v1/namespaces/shop/pods/web/exec?container=main&command=sh&command=-c&command=echo+a%26b&stdin=true&stdout=true&tty=true',
  );
});

test('a message begins with its channel', () => {
  expect(channelMessage(4, new Uint8Array([7, 8]))).toEqual(new Uint8Array([4, 7, 8]));
});

const exit = { status: 'Failure', message: 'command terminated', details: { causes: [{ reason: 'ExitCode', message: '3' }] } };

test.each([
  [{ status: 'Success' }, { type: 'exited', code: 0 }],
  [exit, { type: 'exited', code: 3 }],
  [
    { status: 'Failure', message: 'container not found ("x")' },
    { type: 'failed', message: 'container not found ("x")' },
  ],
])('the status %j is an end', (status, end) => {
  expect(execEnd(JSON.stringify(status))).toEqual(end);
});

test.each([
  ['sh', ['sh']],
  [`  sh -c "echo a  b" 'c d' `, ['sh', '-c', 'echo a  b', 'c d']],
  ['', []],
])('the command %j is split into words', (text, words) => {
  expect(commandWords(text)).toEqual(words);
});
