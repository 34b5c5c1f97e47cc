import { ArrayValue } from '../array-value.ts';
import type { Builtin } from '../shell.ts';

const BYTES_MAX = 16 * 1024 * 1024;

/** `mapfile [-t] [array]`: reads input lines into an array. */
export const mapfile: Builtin = async (shell, args, io) => {
  const trims = args.includes('-t');
  const name = args.find((arg) => !arg.startsWith('-')) ?? 'MAPFILE';
  let text = '';
  for (let bytes = await io.stdin.read(); bytes !== '' && text.length < BYTES_MAX; bytes = await io.stdin.read()) text += bytes;
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  shell.variables.setArray(name, ArrayValue.of(trims ? lines.map((line) => line.replace(/\n$/, '')) : lines));
  return 0;
};
