/**
 * Texts as Go's standard library prints them: messages of the API are made of them.
 * Models `strconv.Quote` and `encoding/json.Marshal`.
 */

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

const NEEDS_ESCAPE = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** `text` in double quotes as `%q` prints it. */
export function goQuote(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, goEscape)}"`;
}

/** `value` as `json.Marshal` prints it: no spaces, and `<`, `>`, `&` escaped. Keys stay in the order they have. */
export function goJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/[<>&\u2028\u2029]/g, (char) => `\\u${hex(char, 4)}`);
}

/** Returns a number as `%v` prints a `float64`: with an exponent from 1e+21, and below 0.0001 as 1e-05. */
export function goNumber(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  if (value === 0 || !Number.isFinite(value) || (Number(exponent) >= -4 && Number(exponent) < 21)) return String(value);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Returns the Go type of a decoded JSON value, as `%T` prints it: `int64`, `[]interface {}`, `<nil>`. */
export function goTypeOf(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'bigint' ? 'int64' : 'string';
}

/** Compares strings by UTF-8 bytes, as Go's `sort.Strings`. UTF-16 order differs beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return surrogatesLast(left) - surrogatesLast(right);
  }
  return a.length - b.length;
}

function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Returns the escape of one character as `strconv.Quote` writes it: `\n`, `\x1b`, `\u202e`, `\U0001f600`. */
export function goEscape(char: string): string {
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) as number;
  if (code < 0x80) return `\\x${hex(char, 2)}`;
  return code < 0x10000 ? `\\u${hex(char, 4)}` : `\\U${hex(char, 8)}`;
}

function hex(char: string, width: number): string {
  return (char.codePointAt(0) as number).toString(16).padStart(width, '0');
}
