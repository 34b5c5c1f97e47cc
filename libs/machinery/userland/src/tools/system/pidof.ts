import type { Command } from '../call.ts';
import { nameOfProcess } from './process-row.ts';

/** `pidof [-s] [-o PID] NAME …`: newest first as Debian's, oldest first as BusyBox'. */
export const pidof: Command = async (call) => {
  const { has, values, operands } = call.options({ letters: 'so:' });
  const omittedPids = new Set(values('o').map(Number));
  const processes = call.process.machine.processes.list().filter(({ pid, ended }) => !omittedPids.has(pid) && !ended);
  const pidsOfAll = operands.flatMap((name) => {
    const pids = processes.filter((process) => nameOfProcess(process) === name.slice(name.lastIndexOf('/') + 1)).map(({ pid }) => pid);
    return call.isBusybox ? pids : pids.reverse();
  });
  const shownPids = has('s') ? pidsOfAll.slice(0, 1) : pidsOfAll;
  if (shownPids.length > 0) await call.print(`${shownPids.join(' ')}\n`);
  return shownPids.length > 0 ? 0 : 1;
};
