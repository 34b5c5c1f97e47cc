import type { Command } from '../call.ts';

/** `lscpu`: processors of the node, with subsections at a terminal. Container limits have no effect. Models lscpu(1) of util-linux. */
export const lscpu: Command = (call) => {
  const { operands } = call.options({ letters: '', long: {} });
  if (operands.length > 0) return call.usage('bad usage');
  const { processors } = call.process.machine.node.size;
  const all = processors === 1 ? '0' : `0-${processors - 1}`;
  const rows: readonly (readonly [level: number, label: string, value: string | number])[] = [
    [0, 'Architecture', 'x86_64'],
    [1, 'CPU op-mode(s)', '32-bit, 64-bit'],
    [1, 'Byte Order', 'Little Endian'],
    [0, 'CPU(s)', processors],
    [1, 'On-line CPU(s) list', all],
    [0, 'Vendor ID', 'Klockwork'],
    [1, 'Model name', 'Klockwork simulated processor'],
    [2, 'CPU family', 6],
    [2, 'Model', 1],
    [2, 'Thread(s) per core', 1],
    [2, 'Core(s) per socket', processors],
    [2, 'Socket(s)', 1],
    [2, 'BogoMIPS', '2000.00'],
  ];
  const labels = rows.map(([level, label]) => `${'  '.repeat(call.stdout.isTerminal ? level : 0)}${label}:`);
  const width = Math.max(...labels.map(({ length }) => length)) + 1;
  return call.print(rows.map(([, , value], at) => `${labels[at]?.padEnd(width)}${value}\n`).join(''));
};
