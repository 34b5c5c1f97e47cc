import { FileError } from '@klockwork/files';
import { type Signal, signalNamed } from '../../process/signals.ts';
import type { ProcessView } from '../../process.ts';
import type { Call, Command } from '../call.ts';
import { nameOfProcess } from './process-row.ts';

/** `kill [-SIGNAL | -s SIGNAL] PID …`. */
export const kill: Command = async (call) => {
  const { signal, rest } = signalAndRest(call.args);
  if (signal === undefined)
    return call.complain(call.isBusybox ? `bad signal name '${call.args[0]?.slice(1)}'` : `${call.args[0]?.slice(1)}: invalid signal`);
  if (rest.length === 0) return call.usage(call.isBusybox ? 'you need to specify whom to kill' : 'not enough arguments');
  let status = 0;
  for (const target of rest) {
    if (!/^-?\d+$/.test(target))
      status = await call.complain(call.isBusybox ? `invalid number '${target}'` : `failed to parse argument: '${target}'`);
    else status = (await send(call, Number(target), signal)) || status;
  }
  return status;
};

function signalAndRest(args: readonly string[]): { signal: Signal | undefined; rest: readonly string[] } {
  const [first = '', second = ''] = args;
  if (first === '-s') return { signal: signalNamed(second), rest: args.slice(2) };
  if (first.startsWith('-') && first !== '--') return { signal: signalNamed(first.slice(1)), rest: args.slice(1) };
  return { signal: 'TERM', rest: args.slice(first === '--' ? 1 : 0) };
}

async function send(call: Call, pid: number, signal: Signal): Promise<number> {
  try {
    call.process.machine.processes.kill(call.process, pid, signal);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return call.complain(call.isBusybox ? `can't kill pid ${pid}: ${error.message}` : `(${pid}): ${error.message}`);
  }
}

/** `killall [-SIGNAL] NAME …`. */
export const killall: Command = async (call) => {
  const { signal = 'TERM', rest } = signalAndRest(call.args);
  let status = 0;
  for (const name of rest) {
    const others = call.process.machine.processes.list().filter((each) => nameOfProcess(each) === name && each.pid !== call.process.pid);
    if (others.length === 0) status = await call.complain(`${name}: no process ${call.isBusybox ? 'killed' : 'found'}`);
    for (const { pid } of others) status = (await send(call, pid, signal)) || status;
  }
  return status;
};

function matching(call: Call, pattern: string, whole: boolean): readonly ProcessView[] {
  return call.process.machine.processes.list().filter((each) => {
    const text = whole ? each.argv.join(' ') : nameOfProcess(each);
    return each.pid !== call.process.pid && !each.ended && text.includes(pattern);
  });
}

/** `pgrep [-f] [-l] TEXT`. */
export const pgrep: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'flxa' });
  const processes = matching(call, operands[0] ?? '', has('f'));
  await call.print(
    processes
      .map((each) => `${each.pid}${has('l') || has('a') ? ` ${has('a') ? each.argv.join(' ') : nameOfProcess(each)}` : ''}\n`)
      .join(''),
  );
  return processes.length > 0 ? 0 : 1;
};

/** `pkill [-SIGNAL] [-f] TEXT`. */
export const pkill: Command = async (call) => {
  const first = /^-(?!f$)/.test(call.args[0] ?? '') ? signalNamed((call.args[0] ?? '').slice(1)) : undefined;
  const args = first === undefined ? call.args : call.args.slice(1);
  const { has, operands } = call.options({ letters: 'fx' }, args);
  const processes = matching(call, operands[0] ?? '', has('f'));
  for (const { pid } of processes) await send(call, pid, first ?? 'TERM');
  return processes.length > 0 ? 0 : 1;
};
