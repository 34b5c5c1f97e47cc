import { makePipe } from '../process/pipe.ts';
import { noInput } from '../process/plain-streams.ts';
import type { Reader } from '../process/stream.ts';
import { writeMessage } from '../process/write-message.ts';
import type { Child, ChildOptions } from '../process.ts';
import type { AndOr, Command, Pipeline, Script, SimpleCommand } from './ast.ts';
import { Exit, ForkError, ShellError } from './control.ts';
import { fork } from './fork.ts';
import type { Io } from './io.ts';
import { redirect } from './redirect.ts';
import { runCompound } from './run-compound.ts';
import { runSimple } from './run-simple.ts';
import type { Shell } from './shell.ts';

/** Runs lists in sequence. `isLast`: the shell ends with them, thus a command may replace it. */
export async function runScript(shell: Shell, script: Script, io: Io, isLast = false): Promise<void> {
  // `exec > file` changes the descriptors of later commands.
  const isOwn = io === shell.io;
  for (const [index, item] of script.entries()) {
    const now = isOwn ? shell.io : io;
    if (item.background) startJob(shell, item, now);
    else await runAndOr(shell, item, now, isLast && index === script.length - 1);
    if (!shell.signals.isEmpty) await runTraps(shell, io);
  }
}

/** Runs traps of pending signals; `$?` is preserved. */
export async function runTraps(shell: Shell, io: Io): Promise<void> {
  for (let signal = shell.signals.take(); signal !== undefined; signal = shell.signals.take()) {
    const { status } = shell;
    await shell.runText(shell.signals.actions.get(signal) ?? '', io);
    shell.status = status;
  }
}

async function runAndOr(shell: Shell, { pipelines, operators }: AndOr, io: Io, isLast: boolean): Promise<void> {
  const isOwn = io === shell.io;
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = operators[index - 1];
    if (operator === '&&' && shell.status !== 0) continue;
    if (operator === '||' && shell.status === 0) continue;
    const isTested = index < pipelines.length - 1 || pipeline.negated;
    if (isTested) shell.testing += 1;
    try {
      await runPipeline(shell, pipeline, isOwn ? shell.io : io, isLast && !isTested);
    } finally {
      if (isTested) shell.testing -= 1;
    }
    if (shell.status !== 0 && shell.testing === 0 && !isTested && countsAsFailure(pipeline)) await failed(shell, io);
  }
}

/** Whether `set -e` and ERR traps apply: loops and branches delegate to their content. */
function countsAsFailure({ commands }: Pipeline): boolean {
  const kind = commands[0]?.type;
  return commands.length > 1 || kind === 'simple' || kind === 'subshell' || kind === 'condition' || kind === 'arithmetic-command';
}

async function failed(shell: Shell, io: Io): Promise<void> {
  const trap = shell.dialect === 'bash' ? shell.signals.actions.get('ERR') : undefined;
  if (trap) {
    const { status } = shell;
    shell.testing += 1;
    await shell.runText(trap, io);
    shell.testing -= 1;
    shell.status = status;
  }
  if (shell.options.has('e')) throw new Exit(shell.status);
}

async function runPipeline(shell: Shell, { commands, negated }: Pipeline, io: Io, isLast: boolean): Promise<void> {
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) await runCommand(shell, only, io, isLast);
  else await runPiped(shell, commands, io);
  if (negated) shell.status = shell.status === 0 ? 1 : 0;
}

/** Runs a pipeline: concurrent subshells, output of one piped into the next. */
async function runPiped(shell: Shell, commands: readonly Command[], io: Io): Promise<void> {
  const children = await startPiped(shell, commands, io, {});
  const statuses: number[] = [];
  for (const child of children) statuses.push(child === undefined ? 2 : (await shell.process.wait(child)).code);
  const failures = statuses.filter((status) => status !== 0);
  shell.status = (shell.options.has('pipefail') ? failures.at(-1) : statuses.at(-1)) ?? 0;
}

async function startPiped(shell: Shell, commands: readonly Command[], io: Io, how: ChildOptions): Promise<(Child | undefined)[]> {
  const children: (Child | undefined)[] = [];
  let stdin: Reader = io.stdin;
  for (const [index, command] of commands.entries()) {
    const pipe = index < commands.length - 1 ? makePipe() : undefined;
    try {
      children.push(await startCommand(shell, command, { ...io, stdin, stdout: pipe?.writer ?? io.stdout }, how));
    } catch (error) {
      // Running children already hold duplicates of their pipe ends.
      for (const handle of [pipe?.reader, pipe?.writer, index > 0 ? stdin : undefined]) handle?.close();
      throw error;
    }
    if (index > 0) stdin.close();
    pipe?.writer.close();
    if (pipe !== undefined) stdin = pipe.reader;
  }
  return children;
}

/**
 * Starts a command in a subshell. A simple command replaces the subshell after its redirections, hence keeps the pid of `$!`. Undefined
 * after a failed redirection, which printed its message.
 */
async function startCommand(shell: Shell, command: Command, io: Io, how: ChildOptions): Promise<Child | undefined> {
  if (command.type !== 'simple' || command.redirects.length === 0)
    return fork(shell, (child) => runCommand(child, command, child.io, true), io, how);
  try {
    const { io: newIo, opened } = await redirect(shell, command.redirects, io);
    const bare: SimpleCommand = { ...command, redirects: [] };
    const child = fork(shell, (own) => runCommand(own, bare, own.io, true), newIo, how);
    for (const handle of opened) handle.close();
    return child;
  } catch (error) {
    if (!(error instanceof ShellError) || error instanceof ForkError) throw error;
    await shell.complain(io, error.message);
    return undefined;
  }
}

/** Starts a list in the background. Without job control its input is empty and it ignores INT. */
function startJob(shell: Shell, item: AndOr, io: Io): void {
  const [pipeline] = item.pipelines;
  const [command] = pipeline?.commands ?? [];
  const isPlain = item.pipelines.length === 1 && pipeline?.commands.length === 1 && !pipeline.negated;
  const foreground: AndOr = { ...item, background: false };
  const input = shell.isInteractive || (isPlain && command?.redirects.some(({ descriptor }) => descriptor === 0)) ? io.stdin : noInput;
  const run = async (child: Shell) => {
    if (!shell.isInteractive) child.signals.set('INT', '');
    child.isInteractive = false;
    await runAndOr(child, foreground, child.io, true);
  };
  const child = fork(shell, run, { ...io, stdin: input }, shell.isInteractive ? { group: 'own' } : {});
  const job = shell.jobs.add(child, item.text);
  void child.exit.then((status) => {
    job.status = status;
  });
  shell.status = 0;
  if (shell.isInteractive) shell.process.beside(async () => writeMessage(io.stderr, `[${job.number}] ${child.pid}\n`));
}

/** Runs one command with its redirections. */
export async function runCommand(shell: Shell, command: Command, io: Io, isLast = false): Promise<void> {
  const wait = shell.process.spend();
  if (wait !== undefined) await wait;
  if (command.type === 'simple') return runSimple(shell, command, io, isLast);
  if (command.redirects.length === 0) return runCompound(shell, command, io, isLast);
  try {
    const redirectedResult = await redirect(shell, command.redirects, io);
    try {
      await runCompound(shell, command, redirectedResult.io, false);
    } finally {
      for (const handle of redirectedResult.opened) handle.close();
    }
  } catch (error) {
    if (!(error instanceof ShellError) || error instanceof ForkError || error.code === 127) throw error;
    await shell.complain(io, error.message);
    shell.status = error.code;
  }
}
