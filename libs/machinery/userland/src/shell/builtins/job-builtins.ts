import { type Signal, signalNumber } from '../../process/signals.ts';
import type { Job } from '../jobs.ts';
import type { Builtin, Shell } from '../shell.ts';
import { jobLine } from './job-words.ts';
import { refuse } from './refuse.ts';

/** `wait [job or pid …]`: a trapped signal ends it, with 128 and the signal's number. */
export const wait: Builtin = async (shell, args, io) => {
  const any = args[0] === '-n';
  const specs = any ? args.slice(1) : args;
  if (specs.length === 0) return any ? waitForNext(shell) : waitForAll(shell);
  let status = 0;
  for (const spec of specs) {
    const job = shell.jobs.find(spec);
    if (job === undefined && shell.dialect === 'bash')
      await refuse(shell, io, 'wait', { message: `pid ${spec} is not a child of this shell`, status: 127 });
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
  const exitStatus = await shell.signals.orSignal(shell.process.wait(job.child));
  if (!('code' in exitStatus)) return exitStatus;
  shell.jobs.forget(job);
  return exitStatus.code;
}

/** `jobs [-p]`. */
export const jobs: Builtin = async (shell, [option], io) => {
  const all = shell.jobs.all();
  for (const [index, job] of all.entries()) {
    if (option === '-p') await io.stdout.write(`${job.child.pid}\n`);
    else await io.stdout.write(jobLine(shell.dialect, job, index === all.length - 1 ? '+' : index === all.length - 2 ? '-' : ' '));
    if (job.status !== undefined) shell.jobs.forget(job);
  }
  return 0;
};
