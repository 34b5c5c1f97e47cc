import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';

/** `shuf [-n COUNT] [-z] [FILE | -e WORD … | -i FROM-TO]`. */
export const shuf: Command = async (call) => {
  const { has, value, operands } = call.options({
    letters: 'n:ei:z',
    long: { 'head-count': 'n', echo: 'e', 'input-range': 'i', 'zero-terminated': 'z' },
  });
  const count = value('n');
  if (count !== undefined && !/^\d+$/.test(count))
    throw new UsageError(call.isBusybox ? `invalid number '${count}'` : `invalid line count: '${count}'`);
  const end = has('z') ? '\0' : '\n';
  const lines = has('e') ? [...operands] : value('i') === undefined ? await linesOf(call, operands[0], end) : rangeOf(value('i') ?? '');
  const wantedCount = Math.min(lines.length, Number(count ?? Number.POSITIVE_INFINITY));
  // Fisher-Yates shuffle, limited to visible lines.
  for (let at = 0; at < wantedCount; at++) {
    const from = at + call.process.machine.random.integer(lines.length - at);
    [lines[at], lines[from]] = [lines[from] ?? '', lines[at] ?? ''];
    await call.spend();
  }
  return call.print(
    lines
      .slice(0, wantedCount)
      .map((line) => line + end)
      .join(''),
  );
};

async function linesOf(call: Call, path = '-', end: string): Promise<string[]> {
  const lines = (await wholeInput(call, call.open(path), { need: 'processor' })).split(end);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Max size of a range. */
const RANGE_MAX = 1_000_000;

function rangeOf(text: string): string[] {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const length = Number(high) - Number(low) + 1;
  if (low === undefined || length < 0 || length > RANGE_MAX) throw new UsageError(`invalid input range: '${text}'`);
  return Array.from({ length }, (_, index) => String(Number(low) + index));
}
