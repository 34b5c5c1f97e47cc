import { FileError } from '@klockwork/files';
import { writeMessage } from '../process/write-message.ts';
import type { Child, ExitStatus } from '../process.ts';
import { findInnerTool, runInner } from '../tools/inner-tools.ts';
import { assignArray } from './assign-array.ts';
import type { Assignment, SimpleCommand } from './ast.ts';
import { SPECIAL_BUILTINS } from './builtins/special-builtins.ts';
import { ForkError, Return, ShellError } from './control.ts';
import { expandWords } from './expand.ts';
import { expandText } from './expand-text.ts';
import { fork, forkRefusal } from './fork.ts';
import type { Io } from './io.ts';
import { redirect } from './redirect.ts';
import type { Shell } from './shell.ts';
import { scopeOf } from './shell-scope.ts';
import { traced } from './trace.ts';

const DEPTH_MAX = 1_000;

/** Runs assignments and redirections, and then a builtin, a function or an executable. */
export async function runSimple(shell: Shell, command: SimpleCommand, io: Io, isLast: boolean): Promise<void> {
  shell.line = command.line;
  const statusBefore = shell.status;
  shell.captured = 0;
  const argv = await expandWords(command.words, scopeOf(shell, io));
  const values = await assignments(shell, command.assignments, io, argv.length === 0);
  if (shell.options.has('x')) await writeMessage(io.stderr, traced(shell, values, argv));
  shell.status = argv.length > 0 ? statusBefore : shell.captured;
  const { declared } = command;
  if (command.redirects.length === 0) return runWords(shell, { argv, assigned: values, declared, io, isLast });
  try {
    const redirectedResult = await redirect(shell, command.redirects, io);
    const keeps = argv[0] === 'exec';
    try {
      await runWords(shell, { argv, assigned: values, declared, io: redirectedResult.io, isLast: false });
    } finally {
      if (!keeps) for (const handle of redirectedResult.opened) handle.close();
    }
  } catch (error) {
    if (!(error instanceof ShellError) || error instanceof ForkError || SPECIAL_BUILTINS.has(argv[0] ?? ' ')) throw error;
    if (error.code === 127 || (error.code === 2 && shell.dialect === 'dash' && argv[0] === undefined)) throw error;
    await shell.complain(io, error.message);
    shell.status = error.code;
  }
}

interface Words {
  readonly argv: readonly string[];
  readonly assigned: ReadonlyMap<string, string>;
  /** Arrays among the arguments of `declare` or `local`. */
  readonly declared?: SimpleCommand['declared'];
  readonly io: Io;
  readonly isLast: boolean;
}

async function assignments(shell: Shell, list: readonly Assignment[], io: Io, stays: boolean): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const assignment of list) {
    const { name, value, append } = assignment;
    if (await assignArray(shell, assignment, io)) continue;
    const before = append ? (values.get(name) ?? shell.variables.get(name) ?? '') : '';
    const text = before + (await expandText(value, scopeOf(shell, io)));
    values.set(name, text);
    // Without a command, later assignments see earlier ones.
    if (stays) shell.variables.set(name, text);
  }
  return values;
}

async function runWords(shell: Shell, words: Words): Promise<void> {
  const { argv, declared = [], io } = words;
  if (declared.length === 0) return runCommandWords(shell, words);
  const assignDeclared = async () => {
    for (const array of declared) await assignArray(shell, array, io);
  };
  // `declare -A` selects the array type; `readonly` seals it.
  if (argv[0] === 'readonly') await assignDeclared();
  await runCommandWords(shell, words);
  if (argv[0] !== 'readonly') await assignDeclared();
}

async function runCommandWords(shell: Shell, words: Words): Promise<void> {
  const { argv, assigned, io } = words;
  const [name] = argv;
  if (name === undefined) return;
  const body = SPECIAL_BUILTINS.has(name) ? undefined : shell.functions.get(name);
  if (body !== undefined) return withAssignments(shell, assigned, () => callFunction(shell, words));
  const builtin = shell.builtin(name);
  if (builtin !== undefined) {
    const run = async () => {
      shell.status = await refusable(shell, name, io, async () => builtin(shell, argv.slice(1), io));
    };
    return SPECIAL_BUILTINS.has(name) ? keepAssignments(shell, assigned, run) : withAssignments(shell, assigned, run);
  }
  const tool = findInnerTool(name);
  if (tool !== undefined) {
    shell.status = await runInner(tool, { shell: shell.dialect, prefix: shell.prefix, process: shell.process, argv, io });
    return;
  }
  shell.status = await runExecutable(shell, words);
}

/** Runs a builtin. Errors of its input, output or files are its failure and not the shell's. */
async function refusable(shell: Shell, name: string, io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    await shell.complain(io, `${name}: ${error.message}`);
    return 1;
  }
}

async function keepAssignments(shell: Shell, values: ReadonlyMap<string, string>, run: () => Promise<void>): Promise<void> {
  for (const [variable, value] of values) shell.variables.set(variable, value);
  await run();
}

/** Sets variables for one command only. */
async function withAssignments(shell: Shell, values: ReadonlyMap<string, string>, run: () => Promise<void>): Promise<void> {
  const before = [...values.keys()].map((name) => [name, shell.variables.get(name)] as const);
  for (const [variable, value] of values) shell.variables.set(variable, value);
  try {
    await run();
  } finally {
    for (const [variable, value] of before) {
      if (value === undefined) shell.variables.unset(variable);
      else shell.variables.set(variable, value);
    }
  }
}

async function callFunction(shell: Shell, { argv, io }: Words): Promise<void> {
  const [name = '', ...args] = argv;
  const body = shell.functions.get(name);
  if (body === undefined) return;
  if (shell.functionDepth >= DEPTH_MAX) throw new ShellError(`${name}: maximum function nesting level exceeded (${DEPTH_MAX})`, 2);
  const { positional, loopDepth } = shell;
  shell.positional = args;
  shell.functionDepth += 1;
  shell.loopDepth = 0;
  shell.variables.enterFunction();
  try {
    await shell.runCommand(body, io);
  } catch (error) {
    if (!(error instanceof Return)) throw error;
    shell.status = error.code;
  } finally {
    shell.variables.leaveFunction();
    shell.positional = positional;
    shell.functionDepth -= 1;
    shell.loopDepth = loopDepth;
  }
}

/** Runs an executable in a child process, or replaces the shell on `isLast`. Returns its status. */
export async function runExecutable(shell: Shell, { argv, assigned, io, isLast }: Words): Promise<number> {
  const { process, variables, signals } = shell;
  const environment = new Map([...variables.environment(), ...assigned]);
  const { stdin, stdout, stderr } = io;
  const isOwn = stdin === process.stdin && stdout === process.stdout && stderr === process.stderr;
  try {
    if (isLast && isOwn && !hasTraps(signals) && !shell.isInteractive) return await process.replace(argv, environment);
    const child = process.spawn(argv, { environment, stdin, stdout, stderr });
    return await waitFor(shell, child, argv, io);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    if (error.code === 'EAGAIN') throw forkRefusal(shell, error);
    return isScript(shell, argv, error) ? runScriptFile(shell, argv, io) : refused(shell, argv[0] ?? '', error, io);
  }
}

/** Ignored signals survive exec; handlers do not. */
function hasTraps({ actions }: Shell['signals']): boolean {
  return [...actions.values()].some((action) => action !== '');
}

/** Executable text without `#!` runs as a script of this shell. */
function isScript({ process }: Shell, [path = '']: readonly string[], { code }: FileError): boolean {
  return (code as string) === 'ENOEXEC' && path.includes('/') && !process.files.read(path).startsWith('\x7f');
}

async function runScriptFile(shell: Shell, argv: readonly string[], io: Io): Promise<number> {
  const [path = '', ...args] = argv;
  const text = shell.process.files.read(path);
  const child = fork(
    shell,
    (own) => {
      own.positional = args;
      return own.runText(text, own.io);
    },
    io,
  );
  return waitFor(shell, child, argv, io);
}

async function waitFor(shell: Shell, child: Child, argv: readonly string[], io: Io): Promise<number> {
  const status = await shell.process.wait(child);
  const death = status.signal === undefined ? undefined : deathOf(shell, child, status, argv);
  if (death !== undefined) await writeMessage(io.stderr, death);
  return status.code;
}

const DEATHS: Readonly<Record<string, string>> = {
  HUP: 'Hangup',
  QUIT: 'Quit',
  ABRT: 'Aborted',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
};

/** Message for a foreground command ended by a signal. */
function deathOf(shell: Shell, { pid }: Child, { signal = 'INT' }: ExitStatus, argv: readonly string[]): string | undefined {
  const text = DEATHS[signal];
  if (text === undefined) return undefined;
  return shell.dialect === 'bash' ? `${shell.prefix}${String(pid).padStart(5)} ${text.padEnd(23)} ${argv.join(' ')}\n` : `${text}\n`;
}

async function refused(shell: Shell, name: string, error: FileError, io: Io): Promise<number> {
  const isMissing = error.code === 'ENOENT';
  const isBash = shell.dialect === 'bash';
  const absent = isBash ? (name.includes('/') ? error.message : 'command not found') : 'not found';
  const other = isBash && error.code === 'EISDIR' ? 'Is a directory' : error.code === 'EISDIR' ? 'Permission denied' : error.message;
  await shell.complain(io, `${name}: ${isMissing ? absent : other}`);
  return isMissing ? 127 : 126;
}
