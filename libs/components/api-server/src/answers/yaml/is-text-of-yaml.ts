const WORDS: ReadonlySet<string> = new Set(
  [
    ...['', '~', 'null Null NULL', 'true True TRUE', 'false False FALSE', 'y Y yes Yes YES', 'n N no No NO', 'on On ON', 'off Off OFF'],
    ...['.nan .NaN .NAN', '.inf .Inf .INF', '+.inf +.Inf +.INF', '-.inf -.Inf -.INF'],
  ].flatMap((words) => words.split(' ')),
);

const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
/** Bases other than decimal and plain octal, which are floats as well. */
const INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/;
const BASE_60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;
const TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})([Tt](\d{1,2}:){2}\d{1,2}([.,]\d+)?(Z|[-+]\d\d:\d\d)| (\d{1,2}:){2}\d{1,2}([.,]\d+)?)?$/;

/** Returns whether YAML 1.1 reads an unquoted word as a string. Models `resolve` and `isBase60Float` of `go.yaml.in/yaml/v2`. */
export function isTextOfYaml(word: string): boolean {
  if (!/^[-+.\dyYnNtTfFoO~]|^$/.test(word)) return true;
  return !WORDS.has(word) && !isNumber(word) && !BASE_60.test(word) && !isTime(word);
}

function isNumber(word: string): boolean {
  const digits = word.replaceAll('_', '');
  return FLOAT.test(digits) || isInteger(digits);
}

/** Returns whether the integer fits 64 bits; larger ones are strings. */
function isInteger(word: string): boolean {
  const [, sign, digits] = INTEGER.exec(word) ?? [];
  if (digits === undefined) return false;
  const size = BigInt(digits.toLowerCase());
  return sign === '' ? size < 1n << 64n : size <= (1n << 63n) - (sign === '-' ? 0n : 1n);
}

/** Returns whether the word is a date, with or without time. */
function isTime(word: string): boolean {
  const [, year, month, day] = (TIME.exec(word) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
