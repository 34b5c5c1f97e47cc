import { HELD_BYTES_MAX, OutOfMemoryError } from '../../../process/out-of-memory.ts';
import type { Regex } from '../../../regex/regex.ts';
import type { RegexCache } from './regex-cache.ts';

/** Splits at a separator: a space means blanks, '' each character, one character itself, longer ones an expression. */
export function splitFields(text: string, separator: string, regexes: RegexCache): string[] {
  if (separator === ' ') return text.split(/[ \t\n]+/).filter((part) => part !== '');
  if (text === '') return [];
  if (separator === '') return [...text];
  if (separator.length === 1 && separator !== '\\') return text.split(separator);
  return splitByRegex(text, regexes.get(separator));
}

/** A text cut wherever an expression fits something. */
export function splitByRegex(text: string, regex: Regex): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let [from, at] = [0, 0];
  for (let match = regex.find(text, at); match !== undefined && at <= text.length; match = regex.find(text, at)) {
    if (match.end > match.start) {
      parts.push(text.slice(from, match.start));
      from = match.end;
      at = match.end;
    } else at = match.start + 1;
  }
  return [...parts, text.slice(from)];
}

/** Text after sub or gsub, and the number of replacements; `&` inserts the match, `\\&` an ampersand. */
export function substituted(
  text: string,
  regex: Regex,
  replacement: string,
  all: boolean,
): { readonly text: string; readonly count: number } {
  let [result, at, count, lastEnd] = ['', 0, 0, -1];
  while (at <= text.length) {
    const match = regex.find(text, at);
    if (match === undefined) break;
    const { start, end } = match;
    const isWanted = start < end || start !== lastEnd;
    if (result.length > HELD_BYTES_MAX) throw new OutOfMemoryError();
    result += text.slice(at, start);
    if (isWanted) {
      result += filled(replacement, text.slice(start, end));
      count += 1;
    }
    at = end;
    if (!all) break;
    lastEnd = start < end ? end : -1;
    if (start === end) result += text[at++] ?? '';
  }
  return { text: result + text.slice(at), count };
}

function filled(replacement: string, match: string): string {
  return replacement.replace(/\\\\&|\\&|&|\\\\/g, (reference) => {
    if (reference === '&') return match;
    if (reference === '\\&') return '&';
    return reference === '\\\\&' ? `\\${match}` : '\\';
  });
}
