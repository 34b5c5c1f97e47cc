import { arithmetic } from './arithmetic.ts';
import type { ParameterOperator, ParameterPart, Word } from './ast.ts';
import { type ExpansionScope, expandPattern, expandText } from './expand.ts';
import { compilePattern, matchEnds, matchStarts, type Pattern } from './pattern.ts';

const SPECIAL = /^[@*#?$!0-]$/;

/** The value of `$name` or `${name…}` as one text. */
export async function expandParameter(part: ParameterPart, scope: ExpansionScope): Promise<string> {
  const { name, operator, word = [] } = part;
  if (name.startsWith('${')) throw scope.fail(scope.dialect === 'bash' ? `${name}: bad substitution` : badSubstitution(scope));
  const value = setValue(name, scope);
  if (operator === undefined) return value ?? unset(name, scope);
  if (/^:?[-+=?]$/.test(operator)) return byDefault(part, value, operator, word, scope);
  if (operator === 'length') return String(lengthOf(name, value ?? unset(name, scope), scope));
  if (operator === 'indirect') return scope.variable(value ?? '') ?? '';
  return change(value ?? unset(name, scope), operator, part, scope);
}

function badSubstitution({ dialect }: ExpansionScope): string {
  return dialect === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution';
}

function setValue(name: string, scope: ExpansionScope): string | undefined {
  if (name === '*') return scope.positional.join(scope.ifs.slice(0, 1));
  return name === '@' ? scope.positional.join(' ') : scope.variable(name);
}

function unset(name: string, scope: ExpansionScope): string {
  if (!scope.refusesUnset || SPECIAL.test(name)) return '';
  const shown = /^\d+$/.test(name) && scope.dialect === 'bash' ? `$${name}` : name;
  throw scope.fail(`${shown}: ${scope.dialect === 'bash' ? 'unbound variable' : 'parameter not set'}`);
}

function lengthOf(name: string, value: string, { positional }: ExpansionScope): number {
  return name === '@' || name === '*' ? positional.length : value.length;
}

async function byDefault(
  { name }: ParameterPart,
  value: string | undefined,
  operator: string,
  word: Word,
  scope: ExpansionScope,
): Promise<string> {
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return isSet ? expandText(word, scope) : '';
    case '=':
      if (!isSet) scope.assign(name, await expandText(word, scope));
      return setValue(name, scope) ?? '';
    case '?':
      if (isSet) return value;
      throw scope.fail(`${name}: ${(await expandText(word, scope)) || missing(operator, scope)}`);
    default:
      return isSet ? value : expandText(word, scope);
  }
}

function missing(operator: string, { dialect }: ExpansionScope): string {
  if (!operator.startsWith(':')) return `parameter not set`;
  return dialect === 'bash' || dialect === 'ash' ? 'parameter null or not set' : 'parameter not set or null';
}

async function change(value: string, operator: ParameterOperator, part: ParameterPart, scope: ExpansionScope): Promise<string> {
  const { word = [], second } = part;
  if (operator === 'substring') return substring(value, word, second, scope);
  const pattern = compilePattern(await expandPattern(word, scope));
  if (operator.startsWith('/')) return replace(value, pattern, operator, second === undefined ? '' : await expandText(second, scope));
  if (operator.startsWith('^') || operator.startsWith(',')) return changeCase(value, operator);
  return cut(value, pattern, operator);
}

/** `#` cuts the shortest beginning off, `##` the longest; `%` and `%%` the same of ends. */
function cut(value: string, pattern: Pattern, operator: string): string {
  if (operator.startsWith('#')) {
    const ends = matchEnds(pattern, value);
    return value.slice((operator === '#' ? ends[0] : ends.at(-1)) ?? 0);
  }
  const starts = matchStarts(pattern, value);
  return value.slice(0, (operator === '%' ? starts[0] : starts.at(-1)) ?? value.length);
}

function replace(value: string, pattern: Pattern, operator: string, replacement: string): string {
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

function changeCase(value: string, operator: string): string {
  const change = (text: string) => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

async function substring(value: string, from: Word, length: Word | undefined, scope: ExpansionScope): Promise<string> {
  const start = Number(arithmetic(await expandText(from, scope), scope));
  const begin = start < 0 ? Math.max(value.length + start, 0) : start;
  if (length === undefined) return value.slice(begin);
  const count = Number(arithmetic(await expandText(length, scope), scope));
  return value.slice(begin, count < 0 ? value.length + count : begin + count);
}
