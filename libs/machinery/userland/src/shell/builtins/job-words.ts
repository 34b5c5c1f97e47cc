import type { ExitStatus } from '../../process.ts';
import type { Dialect } from '../dialect.ts';
import type { Job } from '../jobs.ts';

/** Error message of a builtin, and its status. `as` selects the prefix: builtin name, shell name, or none. */
export interface Refusal {
  readonly message: string;
  readonly status: number;
  readonly as: 'builtin' | 'shell' | 'bare';
}

/** Messages of job and signal builtins in one dialect. */
interface JobWords {
  badSignal(name: string): Refusal;
  noJob(spec: string): Refusal;
  notNumber(target: string): Refusal;
  cannotKill(target: string, why: string): Refusal;
  readonly killUsage: Refusal;
  badTrap(name: string): Refusal;
  /** A line of `jobs`: number, mark, state, command. */
  line(number: number, mark: string, state: string, text: string): string;
  failed(code: number): string;
}

const BASH: JobWords = {
  badSignal: (name) => builtin(`${name}: invalid signal specification`, 1),
  noJob: (spec) => builtin(`${spec}: no such job`, 1),
  notNumber: (target) => builtin(`${target}: arguments must be process or job IDs`, 1),
  cannotKill: (target, why) => builtin(`(${target}) - ${why}`, 1),
  killUsage: {
    message: 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
    status: 2,
    as: 'bare',
  },
  badTrap: (name) => builtin(`${name}: invalid signal specification`, 1),
  line: (number, mark, state, text) => `[${number}]${mark}  ${state.padEnd(24)}${text}`,
  failed: (code) => `Exit ${code}`,
};

const DASH: JobWords = {
  badSignal: (name) => builtin(`Illegal option -${name[0]}`, 2),
  noJob: (spec) => builtin(`No such job: ${spec}`, 2),
  notNumber: (target) => builtin(`Illegal number: ${target}`, 2),
  cannotKill: (_, why) => builtin(why, 1),
  killUsage: builtin('Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]', 2),
  badTrap: (name) => ({ message: `trap: ${name}: bad trap`, status: 1, as: 'bare' }),
  line: (number, mark, state, text) => `[${number}] ${mark} ${state.padEnd(27)}${text}`,
  failed: (code) => `Done(${code})`,
};

// BusyBox's kill is the utility inside the shell, with an unprefixed message.
const ASH: JobWords = {
  badSignal: (name) => shell(`bad signal name '${name}'`, 1),
  noJob: (spec) => builtin(`${spec}: no such job`, 2),
  notNumber: (target) => shell(`invalid number '${target}'`, 1),
  cannotKill: (target, why) => shell(`can't kill pid ${target}: ${why}`, 1),
  killUsage: shell('you need to specify whom to kill', 1),
  badTrap: (name) => builtin(`${name}: invalid signal specification`, 1),
  line: (number, mark, state, text) => `[${number}]${mark}  ${state.padEnd(24)}${text}`,
  failed: (code) => `Done(${code})`,
};

export const JOB_WORDS: Readonly<Record<Dialect, JobWords>> = { bash: BASH, dash: DASH, ash: ASH };

export function jobLine(dialect: Dialect, { number, status, text }: Job, mark: string): string {
  const words = JOB_WORDS[dialect];
  const running = status === undefined && dialect === 'bash' ? ' &' : '';
  return `${words.line(number, mark, stateOf(status, words), text)}${running}\n`;
}

function stateOf(status: ExitStatus | undefined, words: JobWords): string {
  if (status === undefined) return 'Running';
  if (status.signal !== undefined) return 'Terminated';
  return status.code === 0 ? 'Done' : words.failed(status.code);
}

function builtin(message: string, status: number): Refusal {
  return { message, status, as: 'builtin' };
}

function shell(message: string, status: number): Refusal {
  return { message, status, as: 'shell' };
}
