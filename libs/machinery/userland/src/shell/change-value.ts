import { matchEnds, matchStarts, type Pattern } from './pattern.ts';

/** `#` cuts the shortest beginning off, `##` the longest; `%` and `%%` the same of ends. */
export function cutPattern(value: string, pattern: Pattern, operator: string): string {
  if (operator.startsWith('#')) {
    const ends = matchEnds(pattern, value);
    return value.slice((operator === '#' ? ends[0] : ends.at(-1)) ?? 0);
  }
  const starts = matchStarts(pattern, value);
  return value.slice(0, (operator === '%' ? starts[0] : starts.at(-1)) ?? value.length);
}

/** Replaces the first match of a pattern (`/`), all (`//`), or one at the start (`/#`) or end (`/%`). */
export function replacePattern(value: string, pattern: Pattern, operator: string, replacement: string): string {
  if (pattern.length === 0) return value;
  if (operator === '/#') {
    const end = matchEnds(pattern, value).at(-1);
    return end === undefined ? value : replacement + value.slice(end);
  }
  if (operator === '/%') {
    const start = matchStarts(pattern, value).at(-1);
    return start === undefined ? value : value.slice(0, start) + replacement;
  }
  let result = '';
  for (let at = 0; at < value.length; ) {
    const end = matchEnds(pattern, value, at).at(-1);
    if (end === undefined || end === at) {
      result += value[at++];
      continue;
    }
    result += replacement;
    at = end;
    if (operator === '/') return result + value.slice(at);
  }
  return result;
}

/** Converts to upper case (`^`) or lower case (`,`): the first character, or all with a doubled operator. */
export function changeCase(value: string, operator: string): string {
  const change = (text: string) => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}
