import { goEscape } from '@klockwork/api-machinery';

/** Control characters (C0, DEL, C1), invisible and direction-changing ones, line separators, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Unprintable characters that JSON.stringify leaves unescaped. */
const UNPRINTABLE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Returns `value` with every string in it, at any depth, safe for a terminal and for one line: names, reasons and user agents
 * are chosen by clients. Escapes are Go's: `\x1b`, `\n`, `\u202e`. Models `strconv.Quote`, without its quotes.
 */
export function printable<T>(value: T): T;
export function printable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(UNPRINTABLE, goEscape);
  if (Array.isArray(value)) return value.map((item) => printable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), printable(item)]));
}

/** Returns text of several lines with each line safe for a terminal. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Returns JSON text with the characters escaped that a terminal could obey and JSON.stringify leaves alone. */
export function printableJson(json: string): string {
  return json.replaceAll(UNPRINTABLE_IN_JSON, (character) => character.split('').map(unitEscape).join(''));
}

function unitEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
