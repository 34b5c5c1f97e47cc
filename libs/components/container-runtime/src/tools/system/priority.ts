import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';

/** `nice [-n NUMBER] [COMMAND …]`: priorities change nothing here. */
export const nice: Command = (call) => {
  const { operands } = call.options({ letters: 'n:', long: { adjustment: 'n' }, stopsAtOperand: true });
  return operands.length === 0 ? call.print('0\n') : replaceBy(call, operands);
};

/** `setsid [-cfw] COMMAND …`: runs a command as the leader of a group of its own. */
export const setsid: Command = async (call) => {
  const { has, operands } = call.options({
    letters: 'cfw',
    long: { ctty: 'c', fork: 'f', wait: 'w' },
    stopsAtOperand: true,
  });
  if (operands.length === 0) return call.usage('no command specified');
  const child = call.process.fork((process) => replaceBy(call.as(process), operands), { group: 'own' });
  return has('f') && !has('w') ? 0 : (await call.process.wait(child)).code;
};

/** Becomes the command; 127 when there is none of that name. */
async function replaceBy(call: Call, argv: readonly string[]): Promise<number> {
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
