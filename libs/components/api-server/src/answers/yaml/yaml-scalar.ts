import { isTextOfYaml } from './is-text-of-yaml.ts';

/** Position of a scalar. */
export interface Place {
  /** Column of the first character. */
  readonly column: number;
  /** Indentation of further lines. */
  readonly indent: string;
  /** A key is never folded. */
  readonly key?: boolean;
}

/** Column after which a line is folded at the next blank. */
const WIDTH = 80;

/** Characters to escape. Go's YAML escapes characters beyond the first plane. */
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
/** Starts and contents that need quotes. */
const INDICATOR = /^(---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?-]( |$))|:( |$)| #|^ | $/;

/** Formats a string, number, boolean or null as YAML, without a final line break. Models the emitter of `go.yaml.in/yaml/v2`. */
export function scalarText(value: unknown, place: Place): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return String(value);
  if (value.includes('\n')) return SPECIAL.test(value) || / (\n|$)/.test(value) ? doubleQuoted(value, place) : literal(value, place);
  if (SPECIAL.test(value) || !isTextOfYaml(value)) return doubleQuoted(value, place);
  if (INDICATOR.test(value)) return singleQuoted(value, place);
  return place.column + value.length <= WIDTH ? value : folded([...value], '', place);
}

/** Formats a block of lines with indentation. */
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

/** Breaks long lines at the next single blank. Between double quotes, a break may precede further blanks, which a backslash preserves. */
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
  const letterEscape = ESCAPES[letter];
  if (letterEscape !== undefined) return `\\${letterEscape}`;
  if (!SPECIAL.test(letter)) return letter;
  const hex = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Formats integers plainly, other numbers like Go's `%g` with shortest digits. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
