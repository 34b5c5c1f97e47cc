import { writeMessage } from '../../process/write-message.ts';
import type { Io } from '../io.ts';
import type { Shell } from '../shell.ts';

/** A command that only the shell itself can carry out. Gives its status. */
export type Builtin = (shell: Shell, args: readonly string[], io: Io) => number | Promise<number>;

/** Prints what is wrong with a builtin's arguments, in the shell's way, and gives `status`. */
export async function refuse(shell: Shell, io: Io, name: string, message: string, status: number): Promise<number> {
  const { dialect } = shell;
  // BusyBox says a line with builtins, even where there is but one.
  const prefix =
    dialect === 'ash' && !shell.isInteractive
      ? `${shell.name}: ${name}: line ${shell.isFile ? shell.line : 0}: `
      : `${shell.prefix}${name}: `;
  await writeMessage(io.stderr, `${prefix}${message}\n`);
  return status;
}
