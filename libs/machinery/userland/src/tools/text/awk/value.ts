import type { Flavour } from '../../call.ts';

/** Numeric-looking input text: compares as a number (POSIX "numeric string"). */
export interface NumericText {
  readonly text: string;
  readonly number: number;
}

/** Value of the language. Undefined means unassigned: both '' and 0. */
export type Value = undefined | number | string | NumericText;

/** Number formats: CONVFMT or OFMT, and the limit of integer output (32 bits in mawk). */
export interface NumberStyle {
  readonly format: string;
  readonly integersBelow: number;
}

const LOOKS_NUMERIC = /^[ \t\n\r]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r]*$/;
const NUMBER_AT_START = /^[ \t\n\r]*([-+]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;

/** Whole numbers below these print as integers. */
export const INTEGERS_BELOW: Readonly<Record<Flavour, number>> = { gnu: 2 ** 31, busybox: 2 ** 63 };

/** Value of input text: field, input line, `split` element, or command line variable. */
export function fromOutside(text: string): Value {
  return LOOKS_NUMERIC.test(text) ? { text, number: Number(text) } : text;
}

/** Numeric value; for texts, their numeric prefix. */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'object') return value.number;
  const [, sign, digits] = NUMBER_AT_START.exec(value) ?? [];
  return sign === '-' ? -Number(digits) : Number(digits ?? 0);
}

/** Returns whether a value is true: a nonzero number or nonempty text. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return numberOf(value) !== 0;
}
