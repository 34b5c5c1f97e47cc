import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';

/** `pwd [-L] [-P]`: the working folder, without links. */
export const pwd: Command = (call) => {
  call.options({ letters: 'LP', long: { logical: 'L', physical: 'P' } });
  return call.print(`${call.files.workingDirectory}\n`);
};

/** `link FILE NAME`: another name of a file. */
export const link: Command = (call) => {
  const [file = '', name = ''] = operandsOf(call, 2);
  return attempt(call, () => call.files.link(file, name), `cannot create link '${name}' to '${file}'`);
};

/** `unlink FILE`: removes a directory entry. */
export const unlink: Command = (call) => {
  const [file = ''] = operandsOf(call, 1);
  return attempt(call, () => call.files.unlink(file), call.isBusybox ? `can't remove file '${file}'` : `cannot unlink '${file}'`);
};

function operandsOf(call: Call, count: number): readonly string[] {
  const { operands } = call.options({ letters: '' });
  if (operands.length < count)
    throw new UsageError(operands.length === 0 ? 'missing operand' : `missing operand after '${operands.at(-1)}'`);
  if (operands.length > count) throw new UsageError(`extra operand '${operands[count]}'`);
  return operands;
}

async function attempt(call: Call, act: () => void, words: string): Promise<number> {
  try {
    act();
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return call.complain(`${words}: ${error.message}`);
  }
}
