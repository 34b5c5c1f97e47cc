import { FileError } from '@klockwork/files';
import { type Main, readerFrom, shellProgram } from '@klockwork/userland';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, expect, test } from 'vitest';
import { ProcessLab } from '../testing/process-lab.ts';

const SEGV = { code: 139, signal: 'SEGV' };

let lab: ProcessLab;
beforeEach(() => {
  lab = new ProcessLab();
});

function overflow(): number {
  return overflow() + 1;
}

test.each<[string, Main]>([
  ['TypeError: x is not a function', () => Promise.reject(new TypeError('x is not a function'))],
  [
    'RangeError: Invalid time value',
    () => {
      throw new RangeError('Invalid time value');
    },
  ],
  ['RangeError: Maximum call stack size exceeded', () => overflow()],
  ['FileError: Permission denied', () => Promise.reject(new FileError('EACCES'))],
  ['not even an error', () => Promise.reject('not even an error')],
])('a process that fails with %s ends as by a segmentation fault, and is logged once', async (failure, main) => {
  expect(await lab.start(main).exit).toEqual(SEGV);
  expect(lab.crashes).toEqual([`main: ${failure}`]);
});

test.each<[string, Main]>([
  [
    'a timer',
    (process) => {
      process.machine.clock.after(1_000, { name: 'test' }, () => process.beside(() => Promise.reject(new Error('broken'))));
      return process.untilKilled();
    },
  ],
  [
    'a signal handler',
    (process) => {
      process.onSignal('TERM', () => {
        throw new Error('broken');
      });
      process.machine.processes.kill(process, process.pid, 'TERM');
      return process.untilKilled();
    },
  ],
  [
    'work beside its program',
    (process) => {
      process.beside(async () => {
        await process.sleep(500);
        throw new Error('broken');
      });
      return process.untilKilled();
    },
  ],
])('an error in %s crashes the process', async (_, main) => {
  const process = lab.start(main);
  await advance(lab.clock, 1_000);
  expect(await process.exit).toEqual(SEGV);
  expect(lab.crashes).toEqual(['main: Error: broken']);
});

test("an error during a process's exit does not prevent the exit", async () => {
  const process = lab.start((own) => {
    own.killed.onStop(() => {
      throw new Error('broken');
    });
    return 3;
  });
  expect(await process.exit).toEqual({ code: 3 });
  expect([lab.crashes, lab.processes.list()]).toEqual([['main: Error: broken'], []]);
});

test('a failure of one process leaves its parent and its siblings alone', async () => {
  lab.program('fine', (process) => process.untilKilled());
  lab.program('broken', () => Promise.reject(new Error('broken')));
  const statuses: unknown[] = [];
  lab.start(async (process) => {
    process.spawn(['/bin/fine']);
    statuses.push(await process.wait(process.spawn(['/bin/broken'])));
    return process.untilKilled();
  });
  await settle();
  expect(statuses).toEqual([SEGV]);
  expect(lab.processes.list().map(({ argv, ended }) => [argv[0], ended])).toEqual([
    ['main', false],
    ['/bin/fine', false],
  ]);
});

test.each([
  ['dash', 'Segmentation fault\nstatus 139\n'],
  ['ash', 'Segmentation fault\nstatus 139\n'],
  ['bash', 'sh: line 1:     2 Segmentation fault      broken a b\nstatus 139\n'],
] as const)('%s reports a crashed command like on Linux', async (dialect, said) => {
  lab.program('broken', () => Promise.reject(new Error('broken')));
  const shell = lab.start(shellProgram(dialect), { argv: ['sh', '-c', 'broken a b; echo status $?'] });
  expect(await shell.exit).toEqual({ code: 0 });
  expect(lab.output.join('')).toBe(said);
});

test('an error of an input crashes its reader', async () => {
  const stdin = readerFrom(() => {
    throw new Error('broken');
  });
  lab.start((process) => process.wait(process.fork((own) => own.stdin.read().then(() => 0), { stdin })).then(({ code }) => code));
  await settle();
  expect(lab.crashes).toEqual(['main: Error: broken']);
});
