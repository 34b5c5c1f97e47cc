import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

/** `comm [-123] FILE1 FILE2`: lines of only the first, of only the second and of both, in three columns. Both files are sorted. */
export const comm: Command = async (call) => {
  const { has, operands } = call.options({ letters: '123' });
  if (operands.length !== 2) return call.usage(operands.length < 2 ? 'missing operand' : `extra operand '${operands[2]}'`);
  const [first, second] = [await linesOf(call, operands[0] ?? ''), await linesOf(call, operands[1] ?? '')];
  if (first === undefined || second === undefined) return 1;
  const columns = ['1', '2', '3'].filter((column) => !has(column));
  const row = (column: string, text: string) => (has(column) ? '' : `${'\t'.repeat(columns.indexOf(column))}${text}\n`);
  let output = '';
  for (let left = 0, right = 0; left < first.length || right < second.length; ) {
    const [a, b] = [first[left], second[right]];
    if (a !== undefined && a === b) output += row('3', a);
    else output += a !== undefined && (b === undefined || a < b) ? row('1', a) : row('2', b ?? '');
    if (a === undefined || (b !== undefined && b < a)) right++;
    else if (b === undefined || a < b) left++;
    else [left, right] = [left + 1, right + 1];
  }
  return call.print(output);
};

async function linesOf(call: Call, path: string): Promise<readonly string[] | undefined> {
  try {
    const text = await wholeInput(call, call.open(path));
    return text === '' ? [] : text.replace(/\n$/, '').split('\n');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.refused(path, error, { busybox: "can't open" });
    return undefined;
  }
}
