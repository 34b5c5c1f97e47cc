import type { Command } from '../call.ts';

/** `nproc [--all] [--ignore=N]`: processors of the node. Container limits have no effect, since they are no cpusets. */
export const nproc: Command = (call) => {
  const { value, operands } = call.options({ letters: 'ai:', long: { all: 'a', ignore: 'i' } });
  if (operands[0] !== undefined) return call.usage(`extra operand '${operands[0]}'`);
  const ignoredCount = value('i') ?? '0';
  if (!/^\d+$/.test(ignoredCount))
    return call.complain(call.isBusybox ? `invalid number '${ignoredCount}'` : `invalid number: '${ignoredCount}'`);
  return call.print(`${Math.max(1, call.process.machine.node.size.processors - Number(ignoredCount))}\n`);
};
