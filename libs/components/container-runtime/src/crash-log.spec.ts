import { type LogFields, silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { CrashLog } from './crash-log.ts';

test('a crash is logged with its stack and its command line once, and counted each time', () => {
  const lines: [LogFields, string][] = [];
  const counts: number[] = [];
  const log = new CrashLog({ ...silentLogger, error: (...line) => lines.push(line) }, (count) => counts.push(count));
  const error = new TypeError('x is undefined');
  error.stack = 'TypeError: x is undefined\n    at awk.ts:1';
  const place = { object: 'pods/default/web', container: 'app', pid: 7, command: `awk ${'x'.repeat(2_000)}` };
  log.report(place, error);
  log.report({ ...place, pid: 8 }, error);
  log.report({ ...place, container: 'other' }, 'thrown text');
  expect(lines).toEqual([
    [{ ...place, command: place.command.slice(0, 1_000), stack: error.stack }, 'a simulated process crashed'],
    [{ ...place, container: 'other', command: place.command.slice(0, 1_000), stack: 'thrown text' }, 'a simulated process crashed'],
  ]);
  expect([log.count, counts]).toEqual([3, [1, 2, 3]]);
});
