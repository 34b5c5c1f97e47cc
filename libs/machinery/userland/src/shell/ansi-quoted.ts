import type { Scanner } from './scanner.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Reads `$'…'` after its opening quote: escapes as in C. */
export function ansiQuoted(scanner: Scanner): string {
  let text = '';
  while (!scanner.take("'")) {
    if (scanner.atEnd) throw scanner.unterminated("'");
    text += scanner.take('\\') ? escaped(scanner) : scanner.next();
  }
  return text;
}

function escaped(scanner: Scanner): string {
  const octal = scanner.match(/[0-7]{1,3}/y);
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
  const hex = scanner.match(/x[0-9a-fA-F]{1,2}/y);
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex.slice(1), 16));
  const next = scanner.next();
  return ESCAPES[next] ?? (/["'?\\]/.test(next) ? next : `\\${next}`);
}
