import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, DYN, INT, listOf, STRING } from '../types/type.ts';
import { describe } from '../values/describe.ts';
import { CelError, ListValue, type Value } from '../values/value.ts';
import { formatText } from './format-text.ts';
import { quote } from './quote.ts';
import { compileRegex } from './regex.ts';

const STRINGS = listOf(STRING);

/** Wraps a function of texts and numbers. */
function text(run: (...args: never[]) => Value): Implementation {
  return run as unknown as Implementation;
}

function outOfRange(index: bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}

function charAt(value: string, index: bigint): Value {
  const characters = [...value];
  if (index < 0n || index > BigInt(characters.length)) return outOfRange(index);
  return characters[Number(index)] ?? '';
}

function indexOf(value: string, part: string, offset = 0n): Value {
  if (part === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const characters = [...value];
  if (offset >= BigInt(characters.length)) return -1n;
  const skippedCount = characters.slice(0, Number(offset)).join('').length;
  return codePointIndex(value, value.indexOf(part, skippedCount));
}

function lastIndexOf(value: string, part: string, offset?: bigint): Value {
  const characters = [...value];
  if (part === '') return offset ?? BigInt(characters.length);
  const from = offset ?? BigInt(characters.length - 1);
  if (offset === undefined && value.length < part.length) return -1n;
  if (from < 0n) return outOfRange(from);
  if (from >= BigInt(characters.length)) return -1n;
  return codePointIndex(value, value.lastIndexOf(part, characters.slice(0, Number(from)).join('').length));
}

/** Converts an index of code units to one of code points. */
function codePointIndex(value: string, index: number): bigint {
  return index < 0 ? -1n : BigInt([...value.slice(0, index)].length);
}

function lowerAscii(value: string): Value {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upperAscii(value: string): Value {
  return value.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function replace(value: string, from: string, to: string, limit = -1n): Value {
  if (limit < 0n) return from === '' ? replaceEmpty(value, to, Number.POSITIVE_INFINITY) : value.replaceAll(from, () => to);
  if (from === '') return replaceEmpty(value, to, Number(limit));
  let left = limit;
  return value.replaceAll(from, (match) => {
    left -= 1n;
    return left >= 0n ? to : match;
  });
}

/** Inserts before each character and at the end, as Go does for an empty pattern. */
function replaceEmpty(value: string, to: string, limit: number): string {
  const characters = [...value, ''];
  return characters.map((character, index) => (index < limit ? to + character : character)).join('');
}

function split(value: string, separator: string, limit = -1n): Value {
  if (limit === 0n) return new ListValue([]);
  const parts = separator === '' ? [...value] : value.split(separator);
  if (limit < 0n || BigInt(parts.length) <= limit) return new ListValue(parts);
  const head = parts.slice(0, Number(limit) - 1);
  return new ListValue([...head, parts.slice(Number(limit) - 1).join(separator)]);
}

function substring(value: string, start: bigint, end?: bigint): Value {
  const characters = [...value];
  const length = BigInt(characters.length);
  if (end !== undefined && start > end) return new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > length) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > length)) return outOfRange(end);
  return characters.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

/** White space of Unicode; JavaScript adds U+FEFF and misses U+0085. */
function trim(value: string): Value {
  return value.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, '');
}

function join(list: ListValue, separator = ''): Value {
  const values = list.values();
  const wrong = values.find((value) => typeof value !== 'string');
  return wrong === undefined ? values.join(separator) : new CelError(`join: invalid input: ${describe(wrong)}`);
}

function matches(value: string, pattern: string): Value {
  const regex = compileRegex(pattern);
  return regex instanceof CelError ? regex : regex.test(value);
}

/** Texts: the standard functions and cel-go's extension in its version 2. */
export const strings: readonly FunctionDeclaration[] = [
  {
    name: 'contains',
    evaluate: text((value: string, part: string) => value.includes(part)),
    overloads: [member('contains_string', [STRING, STRING], BOOL)],
  },
  {
    name: 'startsWith',
    evaluate: text((value: string, part: string) => value.startsWith(part)),
    overloads: [member('starts_with_string', [STRING, STRING], BOOL)],
  },
  {
    name: 'endsWith',
    evaluate: text((value: string, part: string) => value.endsWith(part)),
    overloads: [member('ends_with_string', [STRING, STRING], BOOL)],
  },
  {
    name: 'matches',
    evaluate: text(matches),
    overloads: [overload('matches', [STRING, STRING], BOOL), member('matches_string', [STRING, STRING], BOOL)],
  },
  { name: 'charAt', evaluate: text(charAt), overloads: [member('string_char_at_int', [STRING, INT], STRING)] },
  {
    name: 'indexOf',
    evaluate: text(indexOf),
    overloads: [member('string_index_of_string', [STRING, STRING], INT), member('string_index_of_string_int', [STRING, STRING, INT], INT)],
  },
  {
    name: 'lastIndexOf',
    evaluate: text(lastIndexOf),
    overloads: [
      member('string_last_index_of_string', [STRING, STRING], INT),
      member('string_last_index_of_string_int', [STRING, STRING, INT], INT),
    ],
  },
  { name: 'lowerAscii', evaluate: text(lowerAscii), overloads: [member('string_lower_ascii', [STRING], STRING)] },
  { name: 'upperAscii', evaluate: text(upperAscii), overloads: [member('string_upper_ascii', [STRING], STRING)] },
  {
    name: 'replace',
    evaluate: text(replace),
    overloads: [
      member('string_replace_string_string', [STRING, STRING, STRING], STRING),
      member('string_replace_string_string_int', [STRING, STRING, STRING, INT], STRING),
    ],
  },
  {
    name: 'split',
    evaluate: text(split),
    overloads: [
      member('string_split_string', [STRING, STRING], STRINGS),
      member('string_split_string_int', [STRING, STRING, INT], STRINGS),
    ],
  },
  {
    name: 'substring',
    evaluate: text(substring),
    overloads: [member('string_substring_int', [STRING, INT], STRING), member('string_substring_int_int', [STRING, INT, INT], STRING)],
  },
  { name: 'trim', evaluate: text(trim), overloads: [member('string_trim', [STRING], STRING)] },
  { name: 'format', evaluate: text(formatText), overloads: [member('string_format', [STRING, listOf(DYN)], STRING)] },
  { name: 'strings.quote', evaluate: text(quote), overloads: [overload('strings_quote', [STRING], STRING)] },
  {
    name: 'join',
    evaluate: text(join),
    overloads: [member('list_join', [STRINGS], STRING), member('list_join_string', [STRINGS, STRING], STRING)],
  },
];
