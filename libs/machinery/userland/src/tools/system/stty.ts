import type { Command } from '../call.ts';

/** `stty` and `stty size`: attributes of the terminal on stdin. Changes are unsupported. */
export const stty: Command = (call) => {
  const input = call.isBusybox ? 'standard input' : "'standard input'";
  if (!call.stdin.isTerminal) return call.complain(`${input}: Inappropriate ioctl for device`);
  const other = call.args.find((argument) => argument !== 'size');
  if (other !== undefined) return call.usage(`invalid argument '${other}'`);
  const { rows, columns } = call.stdin.terminalSize?.() ?? { rows: 0, columns: 0 };
  return call.print(call.args.length === 0 ? 'speed 38400 baud; line = 0;\n' : `${rows} ${columns}\n`);
};
