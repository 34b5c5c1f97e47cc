import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

/** `dos2unix [-ud] [FILE …]`: removes carriage returns in place; without a file, from stdin to stdout. */
export const dos2unix: Command = (call) => convert(call, false);
/** `unix2dos [-ud] [FILE …]`: puts a carriage return before each line's end. */
export const unix2dos: Command = (call) => convert(call, true);

async function convert(call: Call, byName: boolean): Promise<number> {
  const { has, operands } = call.options({ letters: 'ud' });
  const toDos = has('u') ? false : has('d') || byName;
  const converted = (text: string) => (toDos ? text.replace(/\r?\n/g, '\r\n') : text.replaceAll('\r\n', '\n'));
  if (operands.length === 0) return call.print(converted(await wholeInput(call, call.stdin, { need: 'processor' })));
  for (const path of operands) {
    try {
      call.files.write(path, converted(call.files.read(path)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return call.complain(`${path}: ${error.message}`);
    }
    await call.spend();
  }
  return 0;
}
