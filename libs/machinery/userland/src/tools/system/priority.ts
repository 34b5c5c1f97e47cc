import type { Command } from '../call.ts';
import { replaceBy } from './replace-by.ts';

/** `nice [-n NUMBER] [COMMAND …]`: priorities change nothing here. */
export const nice: Command = (call) => {
  const { operands } = call.options({ letters: 'n:', long: { adjustment: 'n' }, stopsAtOperand: true });
  return operands.length === 0 ? call.print('0\n') : replaceBy(call, operands);
};

/** `setsid [-cfw] COMMAND …`: runs a command in a new process group. */
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
