import { withEscapes } from './escapes.ts';

/** Formatted text plus argument errors. */
export interface FormatResult {
  readonly text: string;
  /** Non-numeric arguments, in order. */
  readonly notNumbers: readonly string[];
  /** Unknown conversion, as written. */
  readonly invalid?: string;
}

const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(.)?/y;
/** No column is wider. */
const WIDTH_MAX = 10_000;

/** Formats like printf(1): repeats the format while arguments are left. */
export function format(pattern: string, args: readonly string[]): FormatResult {
  const state = new Formatter(args);
  let text = '';
  do {
    const leftBytes = state.left;
    text += state.once(pattern);
    if (state.stopped || state.left === leftBytes) break;
  } while (state.left > 0);
  return { text, notNumbers: state.notNumbers, ...(state.invalid === undefined ? {} : { invalid: state.invalid }) };
}

class Formatter {
  readonly notNumbers: string[] = [];
  invalid: string | undefined;
  stopped = false;
  readonly #args: readonly string[];
  #at = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  get left(): number {
    return this.#args.length - this.#at;
  }

  once(pattern: string): string {
    let result = '';
    for (let at = 0; at < pattern.length && !this.stopped; ) {
      const percent = pattern.indexOf('%', at);
      const end = percent < 0 ? pattern.length : percent;
      const plain = withEscapes(pattern.slice(at, end), 'bare');
      result += plain.text;
      this.stopped ||= plain.stopped;
      if (percent < 0 || plain.stopped) break;
      DIRECTIVE.lastIndex = percent;
      const match = DIRECTIVE.exec(pattern) as RegExpExecArray;
      result += this.#directive(match);
      at = percent + match[0].length;
    }
    return result;
  }

  #directive([directive, flags = '', width, precision, kind]: RegExpExecArray): string {
    if (kind === '%') return '%';
    const wide = width === '*' ? Number(this.#next()) : Number(width ?? 0);
    const exact =
      precision === '*' ? Number(this.#next()) : precision === undefined ? (directive.includes('.') ? 0 : undefined) : Number(precision);
    const text = this.#convert(kind ?? '', flags, exact);
    if (text === undefined) {
      this.invalid = directive;
      this.stopped = true;
      return '';
    }
    return pad(
      text,
      wide < 0 ? `-${flags}` : flags,
      Math.min(Math.abs(wide), WIDTH_MAX),
      /[dioxXufeEgG]/.test(kind ?? '') && exact === undefined,
    );
  }

  #convert(kind: string, flags: string, precision: number | undefined): string | undefined {
    if (kind === 's') return this.#next().slice(0, precision);
    if (kind === 'c') return this.#next().slice(0, 1);
    if (kind === 'q') return shellQuoted(this.#next());
    if (kind === 'b') {
      const { text, stopped } = withEscapes(this.#next(), 'zero');
      this.stopped ||= stopped;
      return text.slice(0, precision);
    }
    if (/[diouxX]/.test(kind)) return formatInteger(this.#integer(), kind, flags, precision);
    return /[feEgG]/.test(kind) ? signed(formatFloat(this.#float(), kind, precision), flags) : undefined;
  }

  #next(): string {
    return this.#args[this.#at++] ?? '';
  }

  #integer(): bigint {
    const text = this.#next().trim();
    if (/^["']/.test(text)) return BigInt(text.charCodeAt(1) || 0);
    const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/.exec(text);
    if (match === null || match[0] !== text) if (text !== '') this.notNumbers.push(text);
    if (match === null) return 0n;
    const digits = /^0[0-7]/.test(match[2] ?? '') ? `0o${match[2]?.slice(1)}` : (match[2] ?? '0');
    return match[1] === '-' ? -BigInt(digits) : BigInt(digits);
  }

  #float(): number {
    const text = this.#next();
    const value = Number(text);
    if (Number.isNaN(value)) this.notNumbers.push(text);
    return Number.isNaN(value) ? Number.parseFloat(text) || 0 : value;
  }
}

/** Formats an integer: conversions d i u o x X. */
export function formatInteger(value: bigint, kind: string, flags: string, precision = 1): string {
  const isSigned = kind === 'd' || kind === 'i';
  const magnitude = isSigned ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const base = kind === 'o' ? 8 : kind.toLowerCase() === 'x' ? 16 : 10;
  const digits = magnitude.toString(base).padStart(Math.min(precision, WIDTH_MAX), '0');
  const text = kind === 'X' ? digits.toUpperCase() : digits;
  const prefix = flags.includes('#') && magnitude !== 0n ? ({ o: '0', x: '0x', X: '0X' }[kind] ?? '') : '';
  return isSigned ? signed(value < 0n ? `-${text}` : text, flags) : prefix + text;
}

/** Formats a number: conversions f e E g G. */
export function formatFloat(value: number, kind: string, precision = 6): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const digits = Math.min(precision, 100);
  if (kind === 'f') return fixed(value, digits);
  if (kind.toLowerCase() === 'e') return exponent(scientific(value, digits), kind);
  const significant = digits === 0 ? 1 : digits;
  const power = value === 0 ? 0 : Number(scientific(value, significant - 1).split('e')[1]);
  if (power >= -4 && power < significant) return trimZeros(fixed(value, Math.min(Math.max(significant - 1 - power, 0), 100)));
  const [mantissa = '', by = ''] = scientific(value, significant - 1).split('e');
  return exponent(`${trimZeros(mantissa)}e${by}`, kind === 'G' ? 'E' : 'e');
}

/** Extra digits that distinguish an exact tie from a near tie. */
const EXTRA_DIGITS = 30;
const DIGITS_MAX = 100;

/** Rounds like C: exact ties go to even. */
function fixed(value: number, digits: number): string {
  return toEven(value.toFixed(digits), value.toFixed(Math.min(digits + EXTRA_DIGITS, DIGITS_MAX)), digits);
}

function scientific(value: number, digits: number): string {
  const [exact = '', power = ''] = value.toExponential(Math.min(digits + EXTRA_DIGITS, DIGITS_MAX)).split('e');
  const [roundedDigits = '', roundedPower = ''] = value.toExponential(digits).split('e');
  return power === roundedPower ? `${toEven(roundedDigits, exact, digits)}e${power}` : `${roundedDigits}e${roundedPower}`;
}

/** `rounded`, except at an exact tie with an even lower digit. */
function toEven(roundedDigits: string, exact: string, digits: number): string {
  const end = exact.indexOf('.') + 1 + digits;
  if (!/^50*$/.test(exact.slice(end))) return roundedDigits;
  const lower = exact.slice(0, digits === 0 ? end - 1 : end);
  return /[02468]$/.test(lower) ? lower : roundedDigits;
}

function exponent(text: string, kind: string): string {
  const paddedText = text.replace(/e([-+])(\d)$/, 'e$10$2');
  return kind === 'E' ? paddedText.toUpperCase() : paddedText;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Adds the sign for the flags `+` and space. */
export function signed(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

/** Pads to a width: left by default, right with `-`, zeros after the sign with `0`. */
export function pad(text: string, flags: string, width: number, isNumber: boolean): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !isNumber) return text.padStart(width);
  const [sign = ''] = /^(?:[-+ ]|0[xX])/.exec(text) ?? [];
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function shellQuoted(text: string): string {
  if (text === '') return "''";
  return text.replace(/[^\w@%+=:,./-]/g, '\\$&');
}
