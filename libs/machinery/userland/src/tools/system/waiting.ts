import { FileError } from '@klockwork/files';
import { type Signal, signalNamed } from '../../process/signals.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { runChild } from '../text/columns.ts';
import { durationMs } from './duration.ts';

const TIMEOUT = { name: 'container-timeout' } as const;

/** `sleep NUMBER[smhd] …`, on the lab's clock. */
export const sleep: Command = async (call) => {
  const { operands } = call.options({ letters: '' });
  if (operands.length === 0) return call.usage('missing operand');
  const bad = operands.find((text) => durationMs(text) === undefined);
  if (bad !== undefined) return call.isBusybox ? call.complain(`invalid number '${bad}'`) : call.usage(`invalid time interval '${bad}'`);
  const totalMs = operands.reduce((sum, text) => sum + (durationMs(text) ?? 0), 0);
  if (totalMs === Number.POSITIVE_INFINITY) return call.process.untilKilled();
  await call.process.sleep(Math.round(totalMs));
  return 0;
};

/** `timeout [-s SIGNAL] [-k DURATION] DURATION COMMAND …`: status 124 after a timeout. */
export const timeout: Command = async (call) => {
  const { value, operands } = call.options({ letters: 's:k:', long: { signal: 's', 'kill-after': 'k' }, stopsAtOperand: true });
  const [duration = '', ...argv] = operands;
  const limitMs = durationMs(duration);
  const signal = signalNamed(value('s') ?? 'TERM');
  if (limitMs === undefined) return call.usage(`invalid time interval '${duration}'`, 125);
  if (signal === undefined) return call.usage(`${value('s')}: invalid signal`, 125);
  if (argv.length === 0) return call.usage('missing operand', 125);
  const graceMs = durationMs(value('k') ?? '');
  try {
    return await runWithin(call, argv, { limitMs, signal, graceMs });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.complain(
      call.isBusybox ? `can't execute '${argv[0]}': ${error.message}` : `failed to run command '${argv[0]}': ${error.message}`,
    );
    return error.code === 'ENOENT' ? 127 : 126;
  }
};

/** Time limit of a command, its signal, and the delay until KILL. */
interface TimeLimit {
  readonly limitMs: number;
  readonly signal: Signal;
  readonly graceMs: number | undefined;
}

async function runWithin(call: Call, argv: readonly string[], { limitMs, signal, graceMs }: TimeLimit): Promise<number> {
  const { process, stdin, stdout, stderr } = call;
  const { clock, processes } = process.machine;
  const child = process.spawn(argv, { stdin, stdout, stderr });
  let timedOut = false;
  const kill = (which: Signal) => {
    timedOut = true;
    if (!child.ended) processes.kill(process, child.pid, which);
  };
  const cancels = [clock.after(limitMs, TIMEOUT, () => kill(signal))];
  if (graceMs !== undefined) cancels.push(clock.after(limitMs + graceMs, TIMEOUT, () => kill('KILL')));
  const status = await process.wait(child).finally(() => {
    for (const cancel of cancels) cancel();
  });
  if (!timedOut) return status.code;
  return status.signal === 'KILL' ? 137 : call.isBusybox ? status.code : 124;
}

/** `time COMMAND …`: prints elapsed lab time. */
export const time: Command = async (call) => {
  const before = call.now();
  const status = await runChild(call, call.args[0] === '-p' ? call.args.slice(1) : call.args);
  const seconds = (call.now() - before) / 1_000;
  const minutes = Math.floor(seconds / 60);
  await writeMessage(call.stderr, `real\t${minutes}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
  return status;
};
