import { FileError } from '@klockwork/files';
import type { Command } from '../call.ts';

/** Status of util-linux for an ordinary folder. */
const NO_MOUNTPOINT = 32;

/** `mountpoint [-q] FOLDER`. */
export const mountpoint: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'q', long: { quiet: 'q' } });
  const [path] = operands;
  if (path === undefined) return call.usage('bad usage');
  try {
    const isMounted = call.process.machine.files.mounts.some((mount) => mount.path === call.files.realPath(path));
    if (!has('q')) await call.print(`${path} is ${isMounted ? '' : 'not '}a mountpoint\n`);
    return isMounted ? 0 : call.isBusybox ? 1 : NO_MOUNTPOINT;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return has('q') ? 1 : call.complain(`${path}: ${error.message}`);
  }
};
