import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';
import { CHARACTERS, type DumpFormat, dumpFormat, dumpRow } from './dump.ts';

const ROW_BYTES = 16;
const SHORTHANDS: Readonly<Record<string, string>> = { b: 'o1', c: 'c', d: 'u2', o: 'o2', x: 'x2', s: 'd2' };
const RADIX: Readonly<Record<string, { readonly base: number; readonly digits: number }>> = {
  d: { base: 10, digits: 7 },
  o: { base: 8, digits: 7 },
  x: { base: 16, digits: 6 },
};

/** `od [-A d|o|x|n] [-t TYPE] [-bcdoxs] [-j SKIP] [-N COUNT] [-w BYTES] [-v] [FILE …]`. */
export const od: Command = async (call) => {
  const options = call.options({ letters: 'A:t:j:N:w:vbcdoxs' });
  const short = Object.keys(SHORTHANDS).filter(options.has);
  const types = [...options.values('t').map((type) => type.replace(/z$/, '')), ...short.map((letter) => SHORTHANDS[letter] ?? '')];
  const formats = (types.length === 0 ? ['o2'] : types).map((type) => dumpFormat(type) ?? invalidType(type));
  const radix = RADIX[options.value('A') ?? 'o'];
  const from = Number(options.value('j') ?? 0);
  const bytesMax = from + Number(options.value('N') ?? Number.POSITIVE_INFINITY);
  const { input, status } = await joined(call, options.operands, bytesMax);
  const bytes = input.slice(from, bytesMax);
  const address = (at: number) => (radix === undefined ? '' : (from + at).toString(radix.base).padStart(radix.digits, '0'));
  await dump(call, bytes, { formats, address, width: Number(options.value('w') ?? ROW_BYTES), repeats: options.has('v') });
  return status;
};

function invalidType(type: string): never {
  throw new UsageError(`invalid type string '${type}'`);
}

interface DumpOptions {
  readonly formats: readonly DumpFormat[];
  address(at: number): string;
  readonly width: number;
  /** Prints repeated rows in full instead of `*`. */
  readonly repeats: boolean;
}

async function dump(call: Call, bytes: string, { formats, address, width, repeats }: DumpOptions): Promise<void> {
  let before: string | undefined;
  let isStarred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.slice(at, at + width);
    const isSame = !repeats && row === before && row.length === width;
    if (isSame && !isStarred) await call.print('*\n');
    isStarred = isSame;
    before = row;
    if (isSame) continue;
    const lines = formats.map((format, index) => `${index === 0 ? address(at) : ' '.repeat(address(at).length)}${dumpRow(row, format)}\n`);
    await call.print(lines.join(''));
  }
  if (address(0) !== '') await call.print(`${address(bytes.length)}\n`);
}

/** `hexdump [-C] [-c] [-n COUNT] [-s SKIP] [-v] [FILE …]`. */
export const hexdump: Command = async (call) => {
  const options = call.options({ letters: 'Ccbxdon:s:v' });
  const from = Number(options.value('s') ?? 0);
  const bytesMax = from + Number(options.value('n') ?? Number.POSITIVE_INFINITY);
  const { input, status } = await joined(call, options.operands, bytesMax);
  const bytes = input.slice(from, bytesMax);
  const isCanonical = options.has('C');
  const address = (at: number) => (bytes === '' ? '' : (from + at).toString(16).padStart(isCanonical ? 8 : 7, '0'));
  const words = { bytes: 2, width: 5, show: (text: string) => dumpFormat('x2')?.show(text) ?? '' };
  const format = isCanonical ? undefined : options.has('c') ? CHARACTERS : words;
  const canonical: DumpFormat = { bytes: ROW_BYTES, width: 0, show: canonicalRow };
  await dump(call, bytes, { formats: [format ?? canonical], address, width: ROW_BYTES, repeats: options.has('v') });
  return status;
};

/** `  68 69 0a …                                |hi.|`. */
function canonicalRow(bytes: string): string {
  const half = (text: string) => [...text].map((byte) => ` ${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
  const hex = ` ${half(bytes.slice(0, 8))} ${half(bytes.slice(8))}`;
  return `${hex.padEnd(50)}  |${bytes.replace(/[^ -~]/g, '.')}|`;
}

/** Concatenated inputs up to `bytesMax`, since /dev/urandom is endless. */
async function joined(call: Call, paths: readonly string[], bytesMax: number): Promise<{ input: string; status: number }> {
  let input = '';
  const status = await call.eachInput(paths, async (reader) => {
    input += await wholeInput(call, reader, { need: 'processor', bytesMax: bytesMax - input.length });
    return input.length < bytesMax;
  });
  return { input, status };
}
