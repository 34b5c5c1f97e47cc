import type { Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';
import { sizeOf } from './size-text.ts';

/** Default lines a file. */
const LINES = 1_000;

/** `split [-l LINES | -b SIZE] [-d] [-a LENGTH] [FILE [PREFIX]]`. */
export const split: Command = (call) => {
  const { value, has, operands } = call.options({ letters: 'l:b:da:', long: { lines: 'l', bytes: 'b', 'numeric-suffixes': 'd' } });
  const [path = '-', prefix = 'x'] = operands;
  const size = sizeOf(value('b') ?? '');
  return call.eachInput(
    [path],
    async (reader) => {
      const text = await wholeInput(call, reader, { need: 'processor' });
      const parts = size === undefined ? byLines(text, Number(value('l') ?? LINES)) : bySize(text, size);
      for (const [index, part] of parts.entries()) call.files.write(prefix + suffix(index, Number(value('a') ?? 2), has('d')), part);
    },
    { gnu: 'cannot open', busybox: "can't open" },
  );
};

function byLines(text: string, count: number): string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return Array.from({ length: Math.ceil(lines.length / count) }, (_, index) => lines.slice(index * count, (index + 1) * count).join(''));
}

function bySize(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
}

/** `aa`, `ab` … or `00`, `01` … */
function suffix(index: number, length: number, isNumeric: boolean): string {
  if (isNumeric) return String(index).padStart(length, '0');
  let text = '';
  for (let rest = index, at = 0; at < length; at++, rest = Math.floor(rest / 26)) text = String.fromCharCode(97 + (rest % 26)) + text;
  return text;
}
