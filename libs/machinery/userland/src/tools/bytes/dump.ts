/** Dump format: bytes an item, and columns an item including its space. */
export interface DumpFormat {
  readonly bytes: number;
  readonly width: number;
  show(bytes: string): string;
}

const NAMED: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};
/** Columns of numbers of 1, 2, 4, 8 bytes, including their space. */
const WIDTHS: Readonly<Record<string, readonly number[]>> = { o: [4, 7, 12, 23], x: [3, 5, 9, 17], u: [4, 6, 11, 21], d: [5, 7, 12, 21] };

/** Characters as od -c shows them. */
export const CHARACTERS: DumpFormat = { bytes: 1, width: 4, show: (byte) => NAMED[byte] ?? (/[ -~]/.test(byte) ? byte : octal(byte)) };

function octal(byte: string): string {
  return byte.charCodeAt(0).toString(8).padStart(3, '0');
}

/** The format of od -t: `x1`, `o2`, `d4`, `u8`, `c`; undefined when it is none. */
export function dumpFormat(type: string): DumpFormat | undefined {
  const match = /^([oxud])([1248CSIL]?)$/.exec(type);
  if (type === 'c' || type === 'a') return CHARACTERS;
  if (match === null) return undefined;
  const [, kind = 'o', size = ''] = match;
  const bytes = Number({ '': 4, C: 1, S: 2, I: 4, L: 8 }[size] ?? size);
  const width = WIDTHS[kind]?.[Math.log2(bytes)] ?? 4;
  return { bytes, width, show: (text) => number(text, kind, bytes, width - 1) };
}

/** Little-endian; missing bytes count as zeros. */
function number(text: string, kind: string, bytes: number, digits: number): string {
  let value = 0n;
  for (let at = bytes - 1; at >= 0; at--) value = (value << 8n) | BigInt(at < text.length ? text.charCodeAt(at) : 0);
  if (kind === 'd') return BigInt.asIntN(bytes * 8, value).toString();
  if (kind === 'u') return value.toString();
  return value.toString(kind === 'x' ? 16 : 8).padStart(digits, '0');
}

export function dumpRow(bytes: string, format: DumpFormat): string {
  let row = '';
  for (let at = 0; at < bytes.length; at += format.bytes) row += format.show(bytes.slice(at, at + format.bytes)).padStart(format.width);
  return row;
}
