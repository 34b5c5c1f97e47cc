import type { Flavour } from '../../call.ts';
import { sprintf } from './sprintf.ts';

/** A text that came from outside and looks like a number: it compares as one. */
export interface NumericText {
  readonly text: string;
  readonly number: number;
}

/** A value of the language. Undefined is what nothing was assigned to: both '' and 0. */
export type Value = undefined | number | string | NumericText;

/** The text of numbers: how others than integers look, and up to where integers are written out: mawk keeps them in 32 bits. */
export interface NumberStyle {
  readonly format: string;
  readonly integersBelow: number;
}

const LOOKS_NUMERIC = /^[ \t\n\r]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r]*$/;
const NUMBER_AT_START = /^[ \t\n\r]*([-+]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;

/** Numbers below these are printed digit by digit when they are whole. */
export const INTEGERS_BELOW: Readonly<Record<Flavour, number>> = { gnu: 2 ** 31, busybox: 2 ** 63 };

/** A text from outside: a field, a line that was read, an element of what was split, a variable of the command line. */
export function fromOutside(text: string): Value {
  return LOOKS_NUMERIC.test(text) ? { text, number: Number(text) } : text;
}

/** The number that a value is: of a text, the one that it begins with. */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'object') return value.number;
  const [, sign, digits] = NUMBER_AT_START.exec(value) ?? [];
  return sign === '-' ? -Number(digits) : Number(digits ?? 0);
}

/** The text that a value is. */
export function textOf(value: Value, style: NumberStyle): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  const isWhole = Number.isInteger(value) && Math.abs(value) < style.integersBelow;
  return isWhole ? String(value + 0).replace('-0', '0') : sprintf(style.format, [value], style);
}

/** Whether a value counts as true: a number that is not zero, or a text that is not empty. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return numberOf(value) !== 0;
}

/** Less than 0, 0 or more: numbers by size, and when one of both is a text, texts by their bytes. */
export function compare(left: Value, right: Value, style: NumberStyle): number {
  if (typeof left !== 'string' && typeof right !== 'string') return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left, style), textOf(right, style)];
  return a < b ? -1 : a > b ? 1 : 0;
}
