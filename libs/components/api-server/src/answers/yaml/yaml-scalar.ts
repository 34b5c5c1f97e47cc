import { isTextOfYaml } from './is-text-of-yaml.ts';

/** Where a scalar is written. */
export interface Place {
  /** Of its first letter. */
  readonly column: number;
  /** Of its further lines. */
  readonly indent: string;
  /** A key is never folded. */
  readonly key?: boolean;
}

/** Behind this column a line is folded at the next blank. */
const WIDTH = 80;

/** What is escaped. Go's YAML takes characters beyond the first plane for special. */
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
/** What would mean something else without quotes. */
const INDICATOR = /^(---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?-]( |$))|:( |$)| #|^ | $/;

/** A text, number, boolean or null as YAML, without the end of its line. Models the emitter of `go.yaml.in/yaml/v2`. */
export function scalarText(value: unknown, place: Place): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return String(value);
  if (value.includes('\n')) return SPECIAL.test(value) || / (\n|$)/.test(value) ? doubleQuoted(value, place) : literal(value, place);
  if (SPECIAL.test(value) || !isTextOfYaml(value)) return doubleQuoted(value, place);
  if (INDICATOR.test(value)) return singleQuoted(value, place);
  return place.column + value.length <= WIDTH ? value : folded([...value], '', place);
}

/** The lines of a text below each other, further in. */
function literal(text: string, { indent }: Place): string {
  const begin = /^[ \n]/.test(text) ? '2' : '';
  const end = text.endsWith('\n') ? (/(^|\n)\n$/.test(text) ? '+' : '') : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  return [`|${begin}${end}`, ...lines.map((line) => (line === '' ? '' : `${indent}${line}`))].join('\n');
}

function singleQuoted(text: string, place: Place): string {
  return folded(
    [...text].map((letter) => (letter === "'" ? "''" : letter)),
    "'",
    place,
  );
}

function doubleQuoted(text: string, place: Place): string {
  return folded([...text].map(escaped), '"', place);
}

/**
 * Ends a long line at the next blank that stands alone, and goes on in the next. Between double quotes it may be the first of many:
 * the others are kept by a backslash before them.
 */
function folded(letters: readonly string[], quote: '' | "'" | '"', { column, indent, key }: Place): string {
  const lines: string[] = [];
  let line = quote;
  let begin = column;
  letters.forEach((letter, index) => {
    const next = letters[index + 1];
    const isBetween = quote === '' || (index > 0 && next !== undefined);
    const isFirst = letter === ' ' && letters[index - 1] !== ' ' && isBetween && (quote === '"' || next !== ' ');
    if (key === true || !isFirst || begin + line.length <= WIDTH) {
      line += letter;
      return;
    }
    lines.push(line);
    line = indent + (next === ' ' ? '\\' : '');
    begin = 0;
  });
  return [...lines, line + quote].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\x1b': 'e' },
  ...{ '"': '"', '\\': '\\', '\x85': 'N', '\u2028': 'L', '\u2029': 'P' },
};

function escaped(letter: string): string {
  const known = ESCAPES[letter];
  if (known !== undefined) return `\\${known}`;
  if (!SPECIAL.test(letter)) return letter;
  const hex = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Integers plainly, others as Go's `%g` with as many digits as it takes. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
