import { readFile } from 'node:fs/promises';
import { hostActivity } from '@klockwork/host';
import { type LogFields, silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { unexpectedResources, watchQuiet } from './quiet-check.ts';

test.each([
  [[], 0, []],
  [['TCPSocketWrap', 'PipeWrap', 'Immediate', 'Timeout'], 1, []],
  [['TCPServerWrap', 'TLSWrap', 'TTYWrap', 'PipeServerWrap', 'SimpleShutdownWrap', 'LibuvWriteWrap', 'WriteWrap'], 0, []],
  [['TCPConnectWrap', 'PipeConnectWrap'], 0, ['TCPConnectWrap', 'PipeConnectWrap']],
  [['Timeout', 'TLSWrap', 'Timeout'], 1, ['Timeout']],
  [['FSReqPromise', 'Timeout'], 0, ['FSReqPromise', 'Timeout']],
  [['Timeout', 'GetAddrInfoReqWrap'], 3, ['GetAddrInfoReqWrap']],
])('among %j with %i known timers, unexpected resources are %j', (found, timers, unexpected) => {
  expect(unexpectedResources(found, timers)).toEqual(unexpected);
});

test('a process that reads a file without a hold is reported', async () => {
  const activity = hostActivity();
  const errors: [LogFields, string][] = [];
  let reading: Promise<unknown> = Promise.resolve();
  const found = new Promise<void>((resolve) => {
    const logger = { ...silentLogger, error: (fields: LogFields, message: string) => void errors.push([fields, message]) };
    watchQuiet({ activity, logger, knownTimers: () => Number.POSITIVE_INFINITY, onWork: resolve });
  });
  const release = activity.hold('work');
  reading = readFile(import.meta.filename);
  release();
  await found;
  await reading;
  expect(errors).toEqual([[{ unexpected: expect.stringContaining('FSReqPromise') }, 'this process says that it rests, and works']]);
});

test('work is reported only after the timers of a process are known', async () => {
  const activity = hostActivity();
  let works = 0;
  let timers: number | undefined;
  watchQuiet({ activity, logger: silentLogger, knownTimers: () => timers, onWork: () => (works += 1) });
  const idle = () => new Promise<void>((resolve) => activity.onIdle(resolve));
  const unheld = setTimeout(() => {}, 60_000);
  const rest = idle();
  activity.hold('work')();
  await rest;
  expect(works).toBe(0);
  timers = 0;
  const over = idle();
  activity.hold('work')();
  await over;
  expect(works).toBe(1);
  clearTimeout(unheld);
});
