/**
 * Integers of 64 bits in JSON: beyond 2^53 a number of the language would silently become another one, so they are held as `bigint`.
 * `docs/adr/0014-exact-integers.md` tells why.
 */

/** What the engine tells of a value beside the value: `source` is the text of a number. */
interface Context {
  readonly source?: string;
}

type ParseWithSource = (text: string, reviver: (key: string, value: unknown, context: Context) => unknown) => unknown;

/** The shortest integer that a number may not hold has as many digits: 2^53 is 9007199254740992. */
const LONG_DIGITS = 16;
const INTEGER = /^-?[0-9]+$/;

/** `JSON.parse` with what the engine knows of each number's text. */
export const parseWithSource = JSON.parse as ParseWithSource;

/** Reads JSON as {@link JSON.parse} does, but for integers that are no safe numbers and fit 64 bits: they become `bigint`. */
export function parseJson(text: string): unknown {
  if (!holdsLongDigits(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source = '' }) => (typeof value === 'number' ? (exactInteger(source) ?? value) : value));
}

/** An integer's text as a number where that is exact, else as a `bigint`; undefined when it is no integer or does not fit 64 bits. */
export function exactInteger(source: string): number | bigint | undefined {
  if (!INTEGER.test(source)) return undefined;
  // 0 - -0 is 0: an integer has no negative zero.
  if (source.length < LONG_DIGITS) return Number(source) + 0;
  const exact = BigInt(source);
  if (BigInt.asIntN(64, exact) !== exact) return undefined;
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** Whether {@link LONG_DIGITS} digits follow each other anywhere. So many cannot hide between two places that are as far apart: few are looked at. */
export function holdsLongDigits(text: string): boolean {
  for (let at = LONG_DIGITS - 1; at < text.length; at += LONG_DIGITS) {
    if (isDigit(text, at) && digitsAround(text, at) >= LONG_DIGITS) return true;
  }
  return false;
}

function digitsAround(text: string, at: number): number {
  let start = at;
  let end = at + 1;
  while (end - start < LONG_DIGITS && isDigit(text, start - 1)) start -= 1;
  while (end - start < LONG_DIGITS && isDigit(text, end)) end += 1;
  return end - start;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

// The one thing we add to a class of the language: without it every writer of JSON would have to know of bigints, and the one that
// was forgotten would throw.
Object.defineProperty(BigInt.prototype, 'toJSON', {
  configurable: true,
  writable: true,
  value(this: bigint): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(this));
  },
});
