import { HeldMemory } from '../../process/out-of-memory.ts';
import type { Reader } from '../../process/stream.ts';
import type { Call, Command } from '../call.ts';

interface Counts {
  readonly lines: number;
  readonly words: number;
  readonly bytes: number;
}

/** `wc [-l] [-w] [-c] [FILE …]`. */
export const wc: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'lwcmL', long: { lines: 'l', words: 'w', bytes: 'c' } });
  const all: { path: string; counts: Counts }[] = [];
  const status = await call.eachInput(operands, async (reader, path) => {
    all.push({ path, counts: await count(call, reader) });
  });
  if (operands.length > 1)
    all.push({ path: 'total', counts: all.map(({ counts }) => counts).reduce(sum, { lines: 0, words: 0, bytes: 0 }) });
  const chosenCounts = (['lines', 'words', 'bytes'] as const).filter(
    (kind) => has({ lines: 'l', words: 'w', bytes: 'c' }[kind]) || (kind === 'bytes' && has('m')),
  );
  const kinds = chosenCounts.length === 0 ? (['lines', 'words', 'bytes'] as const) : chosenCounts;
  const width = widthOf(
    call,
    kinds.length,
    operands,
    all.map(({ counts }) => counts),
  );
  for (const { path, counts } of all) {
    const numbers = kinds.map((kind) => String(counts[kind]).padStart(width)).join(' ');
    await call.print(`${numbers}${operands.length === 0 ? '' : ` ${path}`}\n`);
  }
  return status;
};

// No padding for one number of one input. GNU pads to the largest number, 7 for an input of unknown size; BusyBox to 9.
function widthOf({ isBusybox }: Call, kinds: number, operands: readonly string[], all: readonly Counts[]): number {
  if (kinds === 1 && operands.length <= 1) return 1;
  if (isBusybox) return 9;
  if (operands.length === 0 || operands.includes('-')) return 7;
  return String(all.at(-1)?.bytes ?? 0).length;
}

async function count(call: Call, reader: Reader): Promise<Counts> {
  let [lines, words, bytes, inWord] = [0, 0, 0, false];
  for await (const chunk of call.chunks(reader)) {
    bytes += chunk.length;
    for (let at = 0; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      const isSpace = code === 32 || (code >= 9 && code <= 13);
      if (code === 10) lines += 1;
      if (!isSpace && !inWord) words += 1;
      inWord = !isSpace;
    }
  }
  return { lines, words, bytes };
}

function sum(a: Counts, b: Counts): Counts {
  return { lines: a.lines + b.lines, words: a.words + b.words, bytes: a.bytes + b.bytes };
}

/** `uniq [-c] [-d] [-u] [-i] [FILE]`: drops repeated adjacent lines. */
export const uniq: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'cdui' });
  let last: { line: string; count: number } | undefined;
  const flush = () => {
    if (last === undefined || (has('d') && last.count === 1) || (has('u') && last.count > 1)) return '';
    return has('c') ? `${String(last.count).padStart(7)} ${last.line}\n` : `${last.line}\n`;
  };
  const same = (a: string, b: string) => (has('i') ? a.toLowerCase() === b.toLowerCase() : a === b);
  const status = await call.eachInput(operands.slice(0, 1), async (reader) => {
    for await (const lines of call.lines(reader)) {
      for (const line of lines) {
        if (last !== undefined && same(last.line, line)) last = { ...last, count: last.count + 1 };
        else {
          await call.print(flush());
          last = { line, count: 1 };
        }
      }
    }
  });
  await call.print(flush());
  return status;
};

/** Memory for a kept line, beside its text. */
const LINE_BYTES = 32;

/** `sort [-n] [-r] [-u] [-f] [-h] [-V] [-k FIELD[,FIELD]] [-t SEPARATOR] [FILE …]`, by bytes. */
export const sort: Command = async (call) => {
  const { has, value, values, operands } = call.options({ letters: 'nrufbhVsk:t:o:' });
  const lines: string[] = [];
  const memory = new HeldMemory(call.process);
  const status = await call.eachInput(
    operands,
    async (reader) => {
      for await (const some of call.lines(reader)) {
        memory.change(some.reduce((bytes, line) => bytes + line.length + LINE_BYTES, 0));
        for (const line of some) lines.push(line);
      }
    },
    { gnu: 'cannot read:', status: 2 },
  );
  const keys = values('k').map((key) => keyOf(key, value('t')));
  const whole = { of: (line: string) => line, flags: '' };
  const compare = (a: string, b: string) => {
    for (const { of, flags } of keys.length === 0 ? [whole] : keys) {
      const letters = flags === '' ? ['n', 'r', 'f', 'h', 'V'].filter(has).join('') : flags;
      const order = comparing(of(a), of(b), letters);
      if (order !== 0) return letters.includes('r') ? -order : order;
    }
    return 0;
  };
  const lastResort = (a: string, b: string) => (has('s') || has('u') ? 0 : has('r') ? -byBytes(a, b) : byBytes(a, b));
  const sortedLines = lines.sort((a, b) => compare(a, b) || lastResort(a, b));
  const unique = has('u')
    ? sortedLines.filter((line, index) => index === 0 || compare(sortedLines[index - 1] ?? '', line) !== 0)
    : sortedLines;
  const text = unique.map((line) => `${line}\n`).join('');
  const target = value('o');
  if (target === undefined) await call.print(text);
  else call.files.write(target, text);
  return status;
};

function keyOf(key: string, separator: string | undefined) {
  const [, from = '1', fromChar = '1', flagsFrom = '', to, toChar, flagsTo = ''] =
    /^(\d+)(?:\.(\d+))?([bfnrhV]*)(?:,(\d+)(?:\.(\d+))?([bfnrhV]*))?$/.exec(key) ?? [];
  const split = (line: string) => (separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator));
  const of = (line: string) => {
    const fields = split(line);
    const pickedFields = fields.slice(Number(from) - 1, to === undefined ? undefined : Number(to));
    if (toChar !== undefined && toChar !== '0' && pickedFields.length > 0)
      pickedFields[pickedFields.length - 1] = (pickedFields.at(-1) ?? '').slice(0, Number(toChar));
    return pickedFields.join(separator ?? '').slice(Number(fromChar) - 1);
  };
  return { of, flags: flagsFrom + flagsTo };
}

const SIZES = ' KMGTPE';

function comparing(a: string, b: string, flags: string): number {
  if (flags.includes('n')) return numberOf(a) - numberOf(b);
  if (flags.includes('h')) return sizeOf(a) - sizeOf(b);
  if (flags.includes('V')) return byVersion(a, b);
  return flags.includes('f') ? byBytes(a.toUpperCase(), b.toUpperCase()) : byBytes(a, b);
}

function numberOf(text: string): number {
  return Number(/^\s*-?\d*\.?\d*/.exec(text)?.[0]) || 0;
}

function sizeOf(text: string): number {
  const unit = /^\s*-?[\d.]+([KMGTPE])/i.exec(text)?.[1]?.toUpperCase() ?? ' ';
  return numberOf(text) * 1_024 ** SIZES.indexOf(unit);
}

function byVersion(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x = '', y = ''] = [left[index], right[index]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : byBytes(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
