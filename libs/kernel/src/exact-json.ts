/**
 * Exact 64-bit integers in JSON: a number would silently round values beyond 2^53, so those are `bigint`. `docs/adr/0014-exact-integers.md`
 * states the reasons.
 */

/** Extra argument of an engine's reviver: `source` is the text of a number. */
interface Context {
  readonly source?: string;
}

type ParseWithSource = (text: string, reviver: (key: string, value: unknown, context: Context) => unknown) => unknown;

/** Number of digits of the shortest inexact integer: 2^53 is 9007199254740992. */
const LONG_DIGITS = 16;
const INTEGER = /^-?[0-9]+$/;

/** `JSON.parse` with source texts of numbers. */
export const parseWithSource = JSON.parse as ParseWithSource;

/** Parses JSON like {@link JSON.parse}, except unsafe integers within 64 bits, which become `bigint`. */
export function parseJson(text: string): unknown {
  if (!holdsLongDigits(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source = '' }) => (typeof value === 'number' ? (exactInteger(source) ?? value) : value));
}

/** Returns an integer's text as a number if exact, otherwise as a `bigint`; undefined for fractions and integers beyond 64 bits. */
export function exactInteger(source: string): number | bigint | undefined {
  if (!INTEGER.test(source)) return undefined;
  // 0 - -0 is 0: integers have no negative zero.
  if (source.length < LONG_DIGITS) return Number(source) + 0;
  const exact = BigInt(source);
  if (BigInt.asIntN(64, exact) !== exact) return undefined;
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/**
 * True if the text contains {@link LONG_DIGITS} consecutive digits. Inspects only every {@link LONG_DIGITS}th character, because such a run
 * covers one of them.
 */
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

declare global {
  interface JSON {
    /** Returns a value that JSON writes as `text`. Part of ES2026, which TypeScript's ES2023 does not declare. */
    rawJSON(text: string): unknown;
  }
}

// Our only extension of a built-in class: otherwise every JSON writer would need a special case for bigints, and a forgotten one would
// throw.
Object.defineProperty(BigInt.prototype, 'toJSON', {
  configurable: true,
  writable: true,
  value(this: bigint): unknown {
    return JSON.rawJSON(String(this));
  },
});
