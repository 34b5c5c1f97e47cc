import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

/** `cmp [-s] FILE [FILE]`: status 0 for equal files, 1 for different ones, 2 for errors. */
export const cmp: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'sl', long: { quiet: 's', silent: 's' } });
  const [first = '-', second = '-'] = operands;
  const contents: string[] = [];
  for (const path of [first, second]) {
    const content = await contentOf(call, path);
    if (content === undefined) return 2;
    contents.push(content);
  }
  const [a = '', b = ''] = contents;
  if (a === b) return 0;
  if (has('s')) return 1;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at += 1;
  const line = a.slice(0, at).split('\n').length;
  if (at < length) await call.print(`${first} ${second} differ: char ${at + 1}, line ${line}\n`);
  else await call.complain(`EOF on ${a.length < b.length ? first : second}${call.isBusybox ? '' : ` after byte ${at}, in line ${line}`}`);
  return 1;
};

async function contentOf(call: Call, path: string): Promise<string | undefined> {
  try {
    const reader = call.open(path);
    const content = await wholeInput(call, reader, { need: 'processor' });
    if (path !== '-') reader.close();
    return content;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.complain(`${path}: ${error.message}`);
    return undefined;
  }
}
