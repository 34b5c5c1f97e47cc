import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { READY, type ThreadReport, watchThread } from './watch-thread.ts';

/** Longer than a busy machine delays a message of a thread. */
const HANG_MS = 1_000;
const REPORT = `{ number: 4, type: 'unharmed', damage: 'none' }`;

/** Result of a thread with this program, whose first copy is number 4. */
async function watch(program: string): Promise<{ next: number; reports: ThreadReport[] }> {
  const reports: ThreadReport[] = [];
  const worker = new Worker(`const { parentPort } = require('node:worker_threads'); ${program}`, { eval: true });
  return { next: await watchThread(worker, { from: 4, hangMs: HANG_MS, onReport: (report) => reports.push(report) }), reports };
}

test('a copy that hangs is reported once, and the next thread begins after it', async () => {
  expect(await watch(`parentPort.postMessage('${READY}'); parentPort.postMessage(${REPORT}); for (;;);`)).toEqual({
    next: 6,
    reports: [
      { number: 4, type: 'unharmed', damage: 'none' },
      { number: 5, type: 'hangs', damage: 'no result within 1 s' },
    ],
  });
});

test('a thread that creates its logs slowly does not hang', async () => {
  const slow = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${1.5 * HANG_MS});`;
  expect(await watch(`${slow} parentPort.postMessage('${READY}'); parentPort.postMessage(${REPORT});`)).toEqual({
    next: 5,
    reports: [{ number: 4, type: 'unharmed', damage: 'none' }],
  });
});
