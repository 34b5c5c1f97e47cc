import { FileError } from '@klockwork/files';
import { type Signal, signalNamed, signalNumber } from '../../process/signals.ts';
import type { Job } from '../jobs.ts';
import type { Shell } from '../shell.ts';
import { type Builtin, refuse } from './builtin.ts';

/** `wait [job or pid …]`: a trapped signal ends it, with 128 and the signal's number. */
export const wait: Builtin = async (shell, args, io) => {
  const any = args[0] === '-n';
  const specs = any ? args.slice(1) : args;
  if (specs.length === 0) return any ? waitForNext(shell) : waitForAll(shell);
  let status = 0;
  for (const spec of specs) {
    const job = shell.jobs.find(spec);
    if (job === undefined && shell.dialect === 'bash') await refuse(shell, io, 'wait', `pid ${spec} is not a child of this shell`, 127);
    const code = job === undefined ? 127 : await waitForJob(shell, job);
    if (typeof code !== 'number') return 128 + signalNumber(code.signal);
    status = code;
  }
  return status;
};

async function waitForAll(shell: Shell): Promise<number> {
  for (const job of shell.jobs.all()) {
    const code = await waitForJob(shell, job);
    if (typeof code !== 'number') return 128 + signalNumber(code.signal);
  }
  return 0;
}

async function waitForNext(shell: Shell): Promise<number> {
  const jobs = shell.jobs.all();
  if (jobs.length === 0) return 127;
  const first = await shell.signals.orSignal(Promise.race(jobs.map((job) => job.child.exit.then(() => job))));
  if ('signal' in first) return 128 + signalNumber(first.signal);
  const code = await waitForJob(shell, first);
  return typeof code === 'number' ? code : 128 + signalNumber(code.signal);
}

async function waitForJob(shell: Shell, job: Job): Promise<number | { readonly signal: Signal }> {
  const ended = await shell.signals.orSignal(shell.process.wait(job.child));
  if (!('code' in ended)) return ended;
  shell.jobs.forget(job);
  return ended.code;
}

/** `jobs [-p]`. */
export const jobs: Builtin = async (shell, [option], io) => {
  const all = shell.jobs.all();
  for (const [index, job] of all.entries()) {
    if (option === '-p') await io.stdout.write(`${job.child.pid}\n`);
    else await io.stdout.write(jobLine(shell, job, index === all.length - 1 ? '+' : index === all.length - 2 ? '-' : ' '));
    if (job.status !== undefined) shell.jobs.forget(job);
  }
  return 0;
};

/** A line of `jobs`. */
function jobLine({ dialect }: Shell, { number, status, text }: Job, mark: string): string {
  const state =
    status === undefined
      ? 'Running'
      : status.signal !== undefined
        ? 'Terminated'
        : status.code === 0
          ? 'Done'
          : dialect === 'bash'
            ? `Exit ${status.code}`
            : `Done(${status.code})`;
  const running = status === undefined && dialect === 'bash' ? ' &' : '';
  return `[${number}]${dialect === 'dash' ? ' ' : ''}${mark}${dialect === 'bash' || dialect === 'ash' ? '  ' : ' '}${state.padEnd(dialect === 'dash' ? 27 : 24)}${text}${running}\n`.replace(
    /^\[(\d+)\] ([+ -]) /,
    '[$1] $2 ',
  );
}

/** `kill [-SIGNAL] job or pid …`, `kill -l`. */
export const kill: Builtin = async (shell, args, io) => {
  const { signal, targets, bad } = signalOf(args);
  if (bad !== undefined)
    return refuse(
      shell,
      io,
      'kill',
      shell.dialect === 'bash'
        ? `${bad}: invalid signal specification`
        : shell.dialect === 'dash'
          ? `Illegal option -${bad[0]}`
          : `bad signal name '${bad}'`,
      shell.dialect === 'dash' ? 2 : 1,
    );
  if (args[0] === '-l') return listSignals(shell, args.slice(1), io);
  if (targets.length === 0)
    return refuse(shell, io, 'kill', 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]', 2);
  let status = 0;
  for (const target of targets) status = (await sendTo(shell, target, signal, io)) || status;
  return status;
};

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

async function listSignals(_: Shell, [number]: readonly string[], io: Parameters<Builtin>[2]): Promise<number> {
  const wanted = number === undefined ? undefined : Number(number) > 128 ? Number(number) - 128 : Number(number);
  const signals: Signal[] = ['HUP', 'INT', 'QUIT', 'ABRT', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM', 'TERM', 'CHLD', 'CONT', 'WINCH'];
  const shown = signals.filter((signal) => wanted === undefined || signalNumber(signal) === wanted);
  await io.stdout.write(shown.map((signal) => `${signal}\n`).join(''));
  return shown.length > 0 ? 0 : 1;
}

async function sendTo(shell: Shell, target: string, signal: Signal | 'none', io: Parameters<Builtin>[2]): Promise<number> {
  const job = target.startsWith('%') ? shell.jobs.find(target) : undefined;
  const { process, isInteractive } = shell;
  const pid = job === undefined ? Number(target) : isInteractive ? -job.child.pid : job.child.pid;
  if (target.startsWith('%') ? job === undefined : !/^-?\d+$/.test(target)) {
    const text = target.startsWith('%')
      ? `${target}: no such job`
      : { dash: `Illegal number: ${target}`, ash: `invalid number '${target}'`, bash: `${target}: arguments must be process or job IDs` }[
          shell.dialect
        ];
    return refuse(shell, io, 'kill', text, shell.dialect === 'dash' ? 2 : 1);
  }
  try {
    if (signal !== 'none') process.machine.processes.kill(process, pid, signal);
    else if (process.machine.processes.get(Math.abs(pid)) === undefined) throw new FileError('ESRCH' as never);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const text = error.message;
    return refuse(
      shell,
      io,
      'kill',
      { dash: text, ash: `can't kill pid ${target}: ${text}`, bash: `(${target}) - ${text}` }[shell.dialect],
      1,
    );
  }
}

const TRAPPED = /^(?:EXIT|ERR)$/;

/** `trap [action] [signal …]`, `trap - signal`, `trap`. */
export const trap: Builtin = async (shell, args, io) => {
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0 || words[0] === '-p') {
    for (const [name, action] of shell.signals.actions)
      await io.stdout.write(
        `trap -- '${action.replaceAll("'", "'\\''")}' ${shell.dialect === 'bash' && !TRAPPED.test(name) ? 'SIG' : ''}${name}\n`,
      );
    return 0;
  }
  const resets = words.length === 1 || words[0] === '-' || /^\d+$/.test(words[0] ?? '');
  const names = words[0] === '-' || !resets ? words.slice(1) : words;
  for (const each of names) {
    const name = trapName(each);
    if (name === undefined || (name === 'ERR' && shell.dialect !== 'bash'))
      return refuse(
        shell,
        io,
        'trap',
        shell.dialect === 'bash'
          ? `${each}: invalid signal specification`
          : shell.dialect === 'dash'
            ? `${each}: bad trap`
            : `${each}: invalid signal specification`,
        1,
      );
    shell.signals.set(name, resets ? undefined : words[0]);
  }
  return 0;
};

function trapName(text: string): string | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name === '0' || TRAPPED.test(name)) return name === '0' ? 'EXIT' : name;
  return signalNamed(text);
}
