import { FileError } from '@klockwork/files';
import { type Signal, signalNamed, signalNumber } from '../../process/signals.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Io } from '../io.ts';
import type { Builtin, Shell } from '../shell.ts';
import { JOB_WORDS, type Refusal } from './job-words.ts';
import { refuse } from './refuse.ts';

const SIGNALS: readonly Signal[] = [
  'HUP',
  'INT',
  'QUIT',
  'ABRT',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'CHLD',
  'CONT',
  'WINCH',
];
const TRAPPED = /^(?:EXIT|ERR)$/;

/** `kill [-SIGNAL] job or pid …`, `kill -l`. */
export const kill: Builtin = async (shell, args, io) => {
  const words = JOB_WORDS[shell.dialect];
  const { signal, targets, bad } = signalOf(args);
  if (bad !== undefined) return say(shell, io, 'kill', words.badSignal(bad));
  if (args[0] === '-l') return listSignals(args[1], io);
  if (targets.length === 0) return say(shell, io, 'kill', words.killUsage);
  let status = 0;
  for (const target of targets) status = (await sendTo(shell, target, signal, io)) || status;
  return status;
};

async function say(shell: Shell, io: Io, name: string, { message, status, as }: Refusal): Promise<number> {
  if (as === 'builtin') return refuse(shell, io, name, { message, status });
  await writeMessage(io.stderr, as === 'bare' ? `${message}\n` : `${shell.prefix}${message}\n`);
  return status;
}

function signalOf(args: readonly string[]): { signal: Signal | 'none'; targets: readonly string[]; bad?: string } {
  const [first = '', second = ''] = args;
  if (!first.startsWith('-') || first === '--' || first === '-l') return { signal: 'TERM', targets: args.slice(first === '--' ? 1 : 0) };
  const isNamed = first === '-s' || first === '-n';
  const name = isNamed ? second : first.slice(1);
  const rest = args.slice(isNamed ? 2 : 1).filter((arg, index) => !(index === 0 && arg === '--'));
  if (name === '0') return { signal: 'none', targets: rest };
  const signal = signalNamed(name);
  return signal === undefined ? { signal: 'none', targets: rest, bad: name } : { signal, targets: rest };
}

async function listSignals(number: string | undefined, io: Io): Promise<number> {
  const wantedNumber = number === undefined ? undefined : Number(number) % 128;
  const shownSignals = SIGNALS.filter((signal) => wantedNumber === undefined || signalNumber(signal) === wantedNumber);
  await io.stdout.write(shownSignals.map((signal) => `${signal}\n`).join(''));
  return shownSignals.length > 0 ? 0 : 1;
}

async function sendTo(shell: Shell, target: string, signal: Signal | 'none', io: Io): Promise<number> {
  const words = JOB_WORDS[shell.dialect];
  const pid = pidOf(shell, target);
  if (pid === undefined) return say(shell, io, 'kill', target.startsWith('%') ? words.noJob(target) : words.notNumber(target));
  try {
    signalProcess(shell, pid, signal);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return say(shell, io, 'kill', words.cannotKill(target, error.message));
  }
}

/** Literal pid, or process (group) id of a job. */
function pidOf({ jobs, isInteractive }: Shell, target: string): number | undefined {
  if (!target.startsWith('%')) return /^-?\d+$/.test(target) ? Number(target) : undefined;
  const pid = jobs.find(target)?.child.pid;
  return pid !== undefined && isInteractive ? -pid : pid;
}

/** Sends a signal; `none` only tests for existence. Throws FileError ESRCH, EPERM. */
function signalProcess({ process }: Shell, pid: number, signal: Signal | 'none'): void {
  const { processes } = process.machine;
  if (signal !== 'none') processes.kill(process, pid, signal);
  else if (processes.get(Math.abs(pid)) === undefined) throw new FileError('ESRCH');
}

/** `trap [action] [signal …]`, `trap - signal`, `trap`. */
export const trap: Builtin = async (shell, args, io) => {
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0 || words[0] === '-p') return listTraps(shell, io);
  const resets = words.length === 1 || words[0] === '-' || /^\d+$/.test(words[0] ?? '');
  const names = words[0] === '-' || !resets ? words.slice(1) : words;
  for (const each of names) {
    const name = trapName(each);
    if (name === undefined || (name === 'ERR' && shell.dialect !== 'bash'))
      return say(shell, io, 'trap', JOB_WORDS[shell.dialect].badTrap(each));
    shell.signals.set(name, resets ? undefined : words[0]);
  }
  return 0;
};

async function listTraps({ signals, dialect }: Shell, io: Io): Promise<0> {
  for (const [name, action] of signals.actions) {
    const shownName = dialect === 'bash' && !TRAPPED.test(name) ? `SIG${name}` : name;
    await io.stdout.write(`trap -- '${action.replaceAll("'", "'\\''")}' ${shownName}\n`);
  }
  return 0;
}

function trapName(text: string): string | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name === '0' || TRAPPED.test(name)) return name === '0' ? 'EXIT' : name;
  return signalNamed(text);
}
