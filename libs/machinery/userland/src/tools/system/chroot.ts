import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { replaceBy } from './replace-by.ts';

/** GNU status for an invalid root. */
const FAILED = 125;

/** `chroot FOLDER [COMMAND …]`: runs a command, or a shell, whose root is another folder. */
export const chroot: Command = async (call) => {
  const { operands } = call.options({ letters: '', stopsAtOperand: true });
  const [folder, ...command] = operands;
  if (folder === undefined) return call.usage('missing operand', call.isBusybox ? 1 : FAILED);
  try {
    call.files.changeRoot(folder);
    call.files.changeDirectory('/');
  } catch (error) {
    return refuse(call, folder, error);
  }
  return replaceBy(call, command.length > 0 ? command : [call.process.environment.get('SHELL') || '/bin/sh', '-i']);
};

async function refuse(call: Call, folder: string, error: unknown): Promise<number> {
  if (!(error instanceof FileError)) throw error;
  if (call.isBusybox) return call.complain(`can't change root directory to '${folder}': ${error.message}`);
  await call.complain(`cannot change root directory to '${folder}': ${error.message}`);
  return FAILED;
}
