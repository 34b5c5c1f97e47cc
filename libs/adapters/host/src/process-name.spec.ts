import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasEnded, processName, processSpace } from './process-name.ts';

test('a process that was killed has ended, and this one has not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const name = `${processSpace()}-${child.pid}`;
  expect([hasEnded(name), hasEnded(processName())]).toEqual([false, false]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(hasEnded(name)).toBe(true);
});

test.each(['', 'x', '0', 'nobody-1', '99999999999-1'])('nothing is known about the process %j', (name) => {
  expect(hasEnded(name)).toBe(false);
});
