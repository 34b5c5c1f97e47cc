import { writeMessage } from '../../process/write-message.ts';
import type { Io } from '../io.ts';
import type { Shell } from '../shell.ts';

/** Prints a usage error of a builtin in the shell's format and returns `status`. */
export async function refuse(
  shell: Shell,
  io: Io,
  name: string,
  { message, status }: { readonly message: string; readonly status: number },
): Promise<number> {
  const { dialect } = shell;
  // BusyBox prints a line number for builtins, even in one-line scripts.
  const prefix =
    dialect === 'ash' && !shell.isInteractive
      ? `${shell.name}: ${name}: line ${shell.isFile ? shell.line : 0}: `
      : `${shell.prefix}${name}: `;
  await writeMessage(io.stderr, `${prefix}${message}\n`);
  return status;
}
