import type { Command } from '../call.ts';
import { withEscapes } from '../escapes.ts';
import { wholeInput } from '../whole-input.ts';

/** `paste [-s] [-d SEPARATORS] [FILE …]`: lines side by side, or with -s each file as one line. `-` takes lines of the input in turn. */
export const paste: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'sd:', long: { serial: 's', delimiters: 'd' } });
  const separators = withEscapes(value('d') ?? '\\t', 'bare').text;
  const separator = (index: number) => separators[index % Math.max(1, separators.length)] ?? '';
  const paths = operands.length === 0 ? ['-'] : operands;
  const join = (parts: readonly string[]) => `${parts.map((part, index) => (index === 0 ? part : separator(index - 1) + part)).join('')}\n`;
  const inputs = new Map<string, string[]>();
  const status = await call.eachInput(
    [...new Set(paths)],
    async (reader, path) => {
      inputs.set(path, (await wholeInput(call, reader)).replace(/\n$/, '').split('\n'));
    },
    { busybox: "can't open" },
  );
  if (status !== 0) return status;
  if (has('s')) return call.print(paths.map((path) => join(inputs.get(path) ?? [])).join(''));
  const columns = paths.map((path, index) => columnOf(inputs.get(path) ?? [], paths, path, index));
  const height = Math.max(...columns.map((column) => column.length));
  return call.print(Array.from({ length: height }, (_, row) => join(columns.map((column) => column[row] ?? ''))).join(''));
};

/** Lines of one column: a repeated input deals its lines to its columns in turn. */
function columnOf(lines: readonly string[], paths: readonly string[], path: string, index: number): string[] {
  const places = paths.flatMap((each, at) => (each === path ? [at] : []));
  if (path !== '-' || places.length === 1) return [...lines];
  return lines.filter((_, line) => line % places.length === places.indexOf(index));
}
