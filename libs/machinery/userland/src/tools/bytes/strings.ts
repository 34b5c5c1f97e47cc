import type { Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';

/** `strings [-af] [-n LENGTH] [FILE …]`: runs of printable characters, at least 4 by default. */
export const strings: Command = (call) => {
  const { has, value, operands } = call.options({ letters: 'afn:t:o', long: { all: 'a', bytes: 'n' } });
  const length = Number(value('n') ?? 4);
  if (!Number.isInteger(length) || length < 1) throw new UsageError(`invalid number '${value('n')}'`);
  const printable = new RegExp(`[\\t -~]{${Math.min(length, 0x7fff)},}`, 'g');
  return call.eachInput(
    operands,
    async (reader, path) => {
      const texts = (await wholeInput(call, reader, { need: 'processor' })).match(printable) ?? [];
      await call.print(texts.map((text) => `${has('f') ? `${path}: ` : ''}${text}\n`).join(''));
    },
    { busybox: "can't open" },
  );
};
