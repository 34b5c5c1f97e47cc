import { FileError } from '@klockwork/files';
import type { Call } from '../call.ts';

/** Executes a command in place; returns 127 for an unknown command. */
export async function replaceBy(call: Call, argv: readonly string[]): Promise<number> {
  try {
    return await call.process.replace(argv);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    await call.complain(
      call.isBusybox ? `can't execute '${argv[0]}': ${error.message}` : `failed to run command '${argv[0]}': ${error.message}`,
    );
    return error.code === 'ENOENT' ? 127 : 126;
  }
}
