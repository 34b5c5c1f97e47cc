import { arithmetic } from './arithmetic.ts';
import { elementKey, listOf } from './array-elements.ts';
import type { ParameterOperator, ParameterPart, Word, WordPart } from './ast.ts';
import { changeCase, cutPattern, replacePattern } from './change-value.ts';
import type { ExpansionScope } from './expansion-scope.ts';
import { escapePattern } from './fields.ts';
import { compilePattern } from './pattern.ts';

const SPECIAL = /^[@*#?$!0-]$/;

/** Expands a word to one text, without field splitting (assignments, redirections). */
export async function expandText(word: Word, scope: ExpansionScope): Promise<string> {
  let text = '';
  for (const part of word) text += part.type === 'text' ? part.text : await expandPart(part, scope);
  return text;
}

/** Expands a word to a pattern; quoted characters stay literal. */
export async function expandPattern(word: Word, scope: ExpansionScope): Promise<string> {
  let pattern = '';
  for (const part of word) {
    const text = await expandPart(part, scope);
    pattern += part.quoted ? escapePattern(text) : text;
  }
  return pattern;
}

/** Expands one part of a word to one text. */
export async function expandPart(part: WordPart, scope: ExpansionScope): Promise<string> {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'tilde':
      return tilde(part.user, scope);
    case 'parameter':
      return expandParameter(part, scope);
    case 'command':
      return (await scope.capture(part.script)).replace(/\n+$/, '').replaceAll('\0', '');
    case 'arithmetic':
      return arithmetic(await expandText(part.expression, scope), scope);
  }
}

export function tilde(user: string, scope: ExpansionScope): string {
  return scope.home(user) ?? `~${user}`;
}

/** Expands `$name` or `${name…}` to one text. */
async function expandParameter(part: ParameterPart, scope: ExpansionScope): Promise<string> {
  const { name, operator } = part;
  if (name.startsWith('${')) throw scope.fail(scope.dialect === 'bash' ? `${name}: bad substitution` : badSubstitution(scope));
  const value = await setValue(part, scope);
  if (operator === undefined) return value ?? unset(name, scope);
  if (/^:?[-+=?]$/.test(operator)) return byDefault(part, value, operator, scope);
  if (operator === 'length') return String(listOf(part, scope)?.length ?? (value ?? unset(name, scope)).length);
  if (operator === 'keys') return (listOf(part, scope) ?? []).join(' ');
  if (operator === 'indirect') return scope.variable(value ?? '') ?? '';
  return change(value ?? unset(name, scope), operator, part, scope);
}

function badSubstitution({ dialect }: ExpansionScope): string {
  return dialect === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution';
}

/** Fields of `$@`, `$*`, `${name[@]}` and `${!name[@]}`, each with the operator applied; undefined for scalar parameters. */
export async function expandList(part: ParameterPart, scope: ExpansionScope): Promise<readonly string[] | undefined> {
  const { operator, quoted, name, subscript, word = [], second } = part;
  const values = quoted && (subscript ?? name) === '*' ? undefined : listOf(part, scope);
  if (values === undefined || operator === 'length') return undefined;
  if (operator === undefined || operator === 'keys') return values;
  if (operator === 'substring') {
    const isPositional = subscript === undefined;
    return slice(isPositional ? [scope.variable('0') ?? '', ...values] : values, word, second, scope);
  }
  if (/^:?[-=?]$/.test(operator)) return values.length > 0 ? values : undefined;
  if (operator === '+' && values.length === 0) return subscript === undefined ? undefined : values;
  if (operator === '+') return word.some(({ type }) => type === 'parameter') ? values : [];
  if (operator === ':+') return undefined;
  const changedTexts: string[] = [];
  for (const value of values) changedTexts.push(await change(value, operator, part, scope));
  return changedTexts;
}

async function setValue(part: ParameterPart, scope: ExpansionScope): Promise<string | undefined> {
  const { name, subscript } = part;
  const all = subscript ?? name;
  if (all === '*' || all === '@') {
    const values = listOf(part, scope) ?? [];
    return values.length === 0 && subscript !== undefined ? undefined : values.join(all === '*' ? scope.ifs.slice(0, 1) : ' ');
  }
  if (subscript === undefined) return scope.variable(name);
  return scope.array(name)?.get(await keyOf(part, scope));
}

async function keyOf({ name, subscript = [] }: ParameterPart, scope: ExpansionScope): Promise<string> {
  return elementKey(scope.array(name), await expandText(subscript as Word, scope), scope);
}

function unset(name: string, scope: ExpansionScope): string {
  if (!scope.refusesUnset || SPECIAL.test(name)) return '';
  const shownName = /^\d+$/.test(name) && scope.dialect === 'bash' ? `$${name}` : name;
  throw scope.fail(`${shownName}: ${scope.dialect === 'bash' ? 'unbound variable' : 'parameter not set'}`);
}

async function byDefault(part: ParameterPart, value: string | undefined, operator: string, scope: ExpansionScope): Promise<string> {
  const { name, word = [] } = part;
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return isSet ? expandText(word, scope) : '';
    case '=':
      return isSet ? value : assignDefault(part, await expandText(word, scope), scope);
    case '?':
      if (isSet) return value;
      throw scope.fail(`${name}: ${(await expandText(word, scope)) || missing(operator, scope)}`);
    default:
      return isSet ? value : expandText(word, scope);
  }
}

async function assignDefault(part: ParameterPart, value: string, scope: ExpansionScope): Promise<string> {
  if (part.subscript === undefined) scope.assign(part.name, value);
  else scope.assignElement(part.name, await keyOf(part, scope), value);
  return value;
}

function missing(operator: string, { dialect }: ExpansionScope): string {
  if (!operator.startsWith(':')) return `parameter not set`;
  return dialect === 'bash' || dialect === 'ash' ? 'parameter null or not set' : 'parameter not set or null';
}

async function change(value: string, operator: ParameterOperator, part: ParameterPart, scope: ExpansionScope): Promise<string> {
  const { word = [], second } = part;
  if (operator === 'substring') return slice(value, word, second, scope);
  const pattern = compilePattern(await expandPattern(word, scope));
  if (operator.startsWith('/'))
    return replacePattern(value, pattern, operator, second === undefined ? '' : await expandText(second, scope));
  if (operator.startsWith('^') || operator.startsWith(',')) return changeCase(value, operator);
  return cutPattern(value, pattern, operator);
}

/** Slice of a text or list: at most `length` from `from`; negative `from` counts from the end. */
async function slice<T extends string | readonly string[]>(
  value: T,
  from: Word,
  length: Word | undefined,
  scope: ExpansionScope,
): Promise<T> {
  const start = Number(arithmetic(await expandText(from, scope), scope));
  const begin = start < 0 ? Math.max(value.length + start, 0) : start;
  if (length === undefined) return value.slice(begin) as T;
  const count = Number(arithmetic(await expandText(length, scope), scope));
  return value.slice(begin, count < 0 ? value.length + count : begin + count) as T;
}
