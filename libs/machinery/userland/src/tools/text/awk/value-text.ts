import { formatFloat, formatInteger, pad, signed } from '../../format.ts';
import { type NumberStyle, numberOf, type Value } from './value.ts';

const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([A-Za-z%])/g;
/** No column is wider. */
const WIDTH_MAX = 100_000;

/** Formats like awk's printf: `%c` of a number is a byte, `%d` truncates, missing values are empty. */
export function sprintf(format: string, values: readonly Value[], style: NumberStyle): string {
  let at = 0;
  const next = () => values[at++];
  return format.replace(DIRECTIVE, (directive: string, ...parts: (string | undefined)[]) => {
    const [flags = '', width, precision, kind = ''] = parts;
    if (kind === '%') return '%';
    const wide = Number(width === '*' ? numberOf(next()) : (width ?? 0));
    const exact =
      precision === '*' ? numberOf(next()) : precision === undefined ? (directive.includes('.') ? 0 : undefined) : Number(precision);
    const text = converted({ kind, flags, precision: exact }, next, style);
    if (text === undefined) return directive;
    const isNumber = /[dioxXufFeEgG]/.test(kind) && !(exact !== undefined && /[dioxXu]/.test(kind));
    return pad(text, wide < 0 ? `-${flags}` : flags, Math.min(Math.abs(wide), WIDTH_MAX), isNumber);
  });
}

function converted(
  { kind, flags, precision }: { readonly kind: string; readonly flags: string; readonly precision: number | undefined },
  next: () => Value,
  style: NumberStyle,
): string | undefined {
  if (kind === 's') return textOf(next(), style).slice(0, precision);
  if (kind === 'c') return character(next(), style);
  if (/[diouxX]/.test(kind)) return integer(numberOf(next()), kind, flags, precision);
  return /[fFeEgG]/.test(kind) ? signed(formatFloat(numberOf(next()), kind === 'F' ? 'f' : kind, precision), flags) : undefined;
}

function character(value: Value, style: NumberStyle): string {
  return typeof value === 'number' ? String.fromCharCode(value & 255) : textOf(value, style).slice(0, 1);
}

function integer(value: number, kind: string, flags: string, precision: number | undefined): string {
  if (!Number.isFinite(value)) return signed(formatFloat(value, 'f', 0), flags);
  return formatInteger(BigInt(Math.trunc(value)), kind, flags, precision);
}

/** Text of a value; a number that is no integer is formatted by `style`. */
export function textOf(value: Value, style: NumberStyle): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  const isWhole = Number.isInteger(value) && Math.abs(value) < style.integersBelow;
  return isWhole ? String(value + 0).replace('-0', '0') : sprintf(style.format, [value], style);
}

/** Compares numbers by size, texts by byte. Negative, 0 or positive. */
export function compare(left: Value, right: Value, style: NumberStyle): number {
  if (typeof left !== 'string' && typeof right !== 'string') return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left, style), textOf(right, style)];
  return a < b ? -1 : a > b ? 1 : 0;
}
