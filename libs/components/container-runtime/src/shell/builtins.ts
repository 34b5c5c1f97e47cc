import { signalNamed } from '../process/signals.ts';
import { Exit, LoopJump } from './control.ts';
import type { Io } from './io.ts';
import type { Shell } from './shell.ts';

/** A command that changes the shell itself. */
type Builtin = (shell: Shell, args: readonly string[], io: Io) => number | Promise<number>;

/** Commands that only a shell can carry out. */
export const shellBuiltins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  break: (_, [levels]) => {
    throw new LoopJump('break', Number(levels ?? 1));
  },
  continue: (_, [levels]) => {
    throw new LoopJump('continue', Number(levels ?? 1));
  },
  exit: (shell, [code]) => {
    throw new Exit(code === undefined ? shell.status : Number(code) & 255);
  },
  export: (shell, args) => declare(shell, args),
  readonly: (shell, args) => declare(shell, args),
  unset: (shell, args) => {
    for (const name of args) shell.variables.delete(name);
    return 0;
  },
  cd: (shell, [path = '/']) => {
    shell.files.changeDirectory(path);
    shell.variables.set('PWD', shell.files.workingDirectory);
    return 0;
  },
  pwd: (shell, _, io) => {
    io.write('stdout', `${shell.files.workingDirectory}\n`);
    return 0;
  },
  set: (shell, args) => {
    for (const arg of args) {
      if (/^-[a-z]+$/.test(arg)) for (const option of arg.slice(1)) shell.options.add(option);
      else if (/^\+[a-z]+$/.test(arg)) for (const option of arg.slice(1)) shell.options.delete(option);
    }
    return 0;
  },
  shift: (shell, [count]) => {
    shell.positional = shell.positional.slice(Number(count ?? 1));
    return 0;
  },
  trap: (shell, [action = '', ...signals]) => {
    for (const signal of signals) setTrap(shell, signal.replace(/^SIG/, ''), action);
    return 0;
  },
  wait: (shell) => shell.waitForJobs(),
  exec: async (shell, args, io) => {
    if (args.length === 0) return 0;
    throw new Exit(await shell.execute(args, io, { replaces: true }));
  },
};

const SIGNAL_NUMBERS: Readonly<Record<string, string>> = { '0': 'EXIT', '1': 'HUP', '2': 'INT', '3': 'QUIT', '15': 'TERM' };

function setTrap(shell: Shell, signal: string, action: string): void {
  const name = SIGNAL_NUMBERS[signal] ?? signal;
  const resets = action === '-';
  if (resets) shell.traps.delete(name);
  else shell.traps.set(name, action);
  const known = signalNamed(name);
  if (known === undefined || !shell.isTop) return;
  shell.process.onSignal(known, resets ? 'default' : action === '' ? 'ignore' : () => shell.signalled(known));
}

function declare(shell: Shell, args: readonly string[]): number {
  for (const arg of args) {
    const [name = '', ...value] = arg.split('=');
    if (arg.includes('=')) shell.variables.set(name, value.join('='));
    shell.exported.add(name);
  }
  return 0;
}
