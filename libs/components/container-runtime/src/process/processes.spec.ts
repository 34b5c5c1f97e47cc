import { type Child, type Main, makePipe, type Process, signalNamed } from '@klockwork/userland';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { ProcessLab } from '../testing/process-lab.ts';

let lab: ProcessLab;
beforeEach(() => {
  lab = new ProcessLab();
  lab.program('sleep', async (process) => {
    await process.sleep(Number(process.argv[1]) * 1_000);
    return 0;
  });
  lab.program('echo', (process) => {
    process.stdout.write(`${process.argv.slice(1).join(' ')}\n`);
    return 0;
  });
});

const forever: Main = (process) => process.untilKilled();
/** Rows of pid, parent, and state. */
const table = () => lab.processes.list().map(({ pid, parent, ended }) => [pid, parent, ended ? 'zombie' : 'alive']);

describe('a process', () => {
  test('a process ends with its exit code, truncated to a byte', async () => {
    expect(await lab.start(() => 7).exit).toEqual({ code: 7 });
    expect(await lab.start(() => 256).exit).toEqual({ code: 0 });
  });

  test('a process has children with their own pids, waits for them and reaps zombies', async () => {
    let child: Child | undefined;
    lab.start(async (process) => {
      child = process.spawn(['sleep', '5']);
      await process.sleep(10_000);
      return (await process.wait(child)).code;
    });
    await settle();
    expect(table()).toEqual([
      [1, 0, 'alive'],
      [2, 1, 'alive'],
    ]);
    await advance(lab.clock, 5_000);
    expect(table()[1]).toEqual([2, 1, 'zombie']);
    await advance(lab.clock, 5_000);
    expect([table(), child?.ended]).toEqual([[], true]);
  });

  test('orphans are adopted by PID 1, which reaps them', async () => {
    lab.start(async (process) => {
      const child = process.fork((middle) => {
        middle.spawn(['sleep', '1']);
        return 0;
      });
      await process.wait(child);
      await process.sleep(2_000);
      await process.wait(process.spawn(['sleep', '1']));
      return forever(process);
    });
    await settle();
    expect(table()).toEqual([
      [1, 0, 'alive'],
      [3, 1, 'alive'],
    ]);
    await advance(lab.clock, 1_000);
    expect(table()[1]).toEqual([3, 1, 'zombie']);
    await advance(lab.clock, 2_000);
    expect(table()).toEqual([[1, 0, 'alive']]);
  });

  test('all processes end with PID 1', async () => {
    const first = lab.start(async (process) => {
      process.spawn(['sleep', '100']);
      await process.sleep(1_000);
      return 3;
    });
    const beside = lab.start(forever);
    await advance(lab.clock, 1_000);
    expect([await first.exit, await beside.exit, table()]).toEqual([{ code: 3 }, { code: 137, signal: 'KILL' }, []]);
  });

  test('a process executes another program under the same pid, and loses its handlers', async () => {
    const process = lab.start(async (self) => {
      self.onSignal('TERM', () => {});
      return self.replace(['sleep', '5']);
    });
    await settle();
    expect([process.pid, process.argv, process.onSignal('TERM', 'default')]).toEqual([1, ['sleep', '5'], 'default']);
    await advance(lab.clock, 5_000);
    expect(await process.exit).toEqual({ code: 0 });
  });

  test('a process has its own working folder and umask, inherited by children', async () => {
    lab.files.root.makeFolders('/a/b');
    const seen: string[] = [];
    lab.start(async (process) => {
      process.files.changeDirectory('/a');
      await process.wait(
        process.fork((child) => {
          child.files.changeDirectory('b');
          seen.push(child.files.workingDirectory);
          return 0;
        }),
      );
      seen.push(process.files.workingDirectory);
      return 0;
    });
    await settle();
    expect(seen).toEqual(['/a/b', '/a']);
  });
});

describe('an executable', () => {
  const refusal = async (argv: string[], uid = 0): Promise<unknown> => {
    let found: unknown = 'started';
    lab.start(
      (process) => {
        try {
          process.spawn(argv);
        } catch (error) {
          found = (error as { code: string }).code;
        }
        return 0;
      },
      { uid },
    );
    await settle();
    return found;
  };

  test('an executable is found through PATH or by its path, and rejected like on Linux', async () => {
    const { root } = lab.files;
    root.write('/bin/text', 'echo hi');
    root.write('/bin/broken', '#!/bin/none\n');
    root.write('/bin/mine', '#!/bin/echo\n');
    for (const name of ['text', 'broken']) root.changeMode(`/bin/${name}`, 0o755);
    root.changeMode('/bin/mine', 0o700);
    expect(await refusal(['echo'])).toBe('started');
    expect(await refusal(['/bin/echo'])).toBe('started');
    expect(await refusal(['none'])).toBe('ENOENT');
    expect(await refusal(['/bin'])).toBe('EISDIR');
    expect(await refusal(['text'])).toBe('ENOEXEC');
    expect(await refusal(['broken'])).toBe('ENOENT');
    expect(await refusal(['mine'], 1_000)).toBe('EACCES');
  });

  test('a script runs with its interpreter', async () => {
    lab.files.root.write('/bin/greet', '#!/bin/echo -x y\nhello\n');
    lab.files.root.changeMode('/bin/greet', 0o755);
    lab.start((process) => process.wait(process.spawn(['greet', 'you'])).then(({ code }) => code));
    await settle();
    expect(lab.output).toEqual(['-x y /bin/greet you\n']);
  });
});

describe('a signal', () => {
  /** PID 1 signals its child `main`. Returns the child's exit status, if ended. */
  const sent = async (signal: 'TERM' | 'KILL' | 'CHLD' | 'USR1', main: Main, uid = 0) => {
    let child: Child | undefined;
    let self: Process | undefined;
    lab.start(
      (process) => {
        self = process;
        child = process.fork(main);
        return forever(process);
      },
      { uid },
    );
    await settle();
    if (self !== undefined) lab.processes.kill(self, 2, signal);
    await settle();
    return child?.ended ? child.exit : 'alive';
  };

  test('a signal ends a process without a handler', async () => {
    expect(await sent('USR1', forever)).toEqual({ code: 138, signal: 'USR1' });
  });

  test.each(['TERM', 'KILL'] as const)('the exit code contains signal %s', async (signal) => {
    expect(await sent(signal, forever)).toEqual({ code: signal === 'TERM' ? 143 : 137, signal });
  });

  test('a signal runs its handler, and an ignored one has no effect', async () => {
    const heard: string[] = [];
    const handling: Main = (process) => {
      process.onSignal('TERM', (signal) => heard.push(signal));
      return forever(process);
    };
    expect([await sent('TERM', handling), heard]).toEqual(['alive', ['TERM']]);
    lab = new ProcessLab();
    const ignoring: Main = (process) => {
      process.onSignal('TERM', 'ignore');
      return forever(process);
    };
    expect(await sent('TERM', ignoring)).toBe('alive');
  });

  test('KILL is not caught', async () => {
    const trying: Main = (process) => {
      process.onSignal('KILL', 'ignore');
      return forever(process);
    };
    expect(await sent('KILL', trying)).toEqual({ code: 137, signal: 'KILL' });
  });

  test('a signal from inside never ends PID 1, not even KILL; from outside KILL does', async () => {
    const first = lab.start(forever);
    const beside = lab.start(forever);
    for (const signal of ['TERM', 'KILL', 'INT'] as const) lab.processes.kill(beside, 1, signal);
    lab.processes.signal(first, 'TERM');
    expect(first.ended).toBe(false);
    lab.processes.signal(first, 'KILL');
    expect(await first.exit).toEqual({ code: 137, signal: 'KILL' });
  });

  test('a signal reaches a group, all processes, the own group, or fails without a target', async () => {
    lab.start((process) => {
      process.fork(forever, { group: 'own' });
      process.fork(forever, { group: 2 });
      process.fork(forever);
      return forever(process);
    });
    const beside = lab.start(forever);
    await settle();
    const pids = () =>
      lab.processes
        .list()
        .filter(({ ended }) => !ended)
        .map(({ pid }) => pid);
    lab.processes.kill(beside, -2, 'TERM');
    expect(pids()).toEqual([1, 4, 5]);
    expect(() => lab.processes.kill(beside, 99, 'TERM')).toThrow('No such process');
    lab.processes.kill(beside, -1, 'TERM');
    expect(pids()).toEqual([1, 5]);
    lab.processes.kill(beside, 0, 'TERM');
    expect(pids()).toEqual([1]);
  });

  test('only root may signal processes of other users', async () => {
    lab.start(forever);
    const [theirs, mine] = [lab.start(forever, { uid: 1 }), lab.start(forever, { uid: 2 })];
    expect(() => lab.processes.kill(mine, theirs.pid, 'TERM')).toThrow('Operation not permitted');
    expect(theirs.ended).toBe(false);
  });

  test('the parent receives CHLD when a child ended', async () => {
    const heard: string[] = [];
    lab.start((process) => {
      process.onSignal('CHLD', (signal) => heard.push(signal));
      process.fork(() => 0);
      return forever(process);
    });
    await settle();
    expect(heard).toEqual(['CHLD']);
  });

  test.each([
    ['15', 'TERM'],
    ['SIGKILL', 'KILL'],
    ['hup', 'HUP'],
    ['99', undefined],
  ])('%s means %s', (text, signal) => expect(signalNamed(text)).toBe(signal));
});

describe('streams', () => {
  test('streams of an ended process are closed: its reader gets end of file, its writer a PIPE signal', async () => {
    const codes: number[] = [];
    lab.start(async (process) => {
      const { reader, writer } = makePipe();
      const yes = process.fork(
        async (self) => {
          for (;;) await self.stdout.write('y\n'.repeat(40_000));
        },
        { stdout: writer },
      );
      const head = process.fork(async (self) => (await self.stdin.read(1)).length, { stdin: reader });
      reader.close();
      writer.close();
      for (const child of [yes, head]) codes.push((await process.wait(child)).code);
      return 0;
    });
    await settle();
    expect(codes).toEqual([141, 1]);
  });

  test('streams of a killed process cancel pending reads and writes', async () => {
    const { reader, writer } = makePipe();
    lab.start((process) => {
      process.fork(async (self) => (await self.stdin.read()).length, { stdin: reader });
      return forever(process);
    });
    await settle();
    const child = lab.processes.find(2);
    if (child !== undefined) lab.processes.signal(child, 'TERM');
    expect(await child?.exit).toEqual({ code: 143, signal: 'TERM' });
    reader.close();
    await expect(writer.write('x')).rejects.toMatchObject({ code: 'EPIPE' });
  });
});
