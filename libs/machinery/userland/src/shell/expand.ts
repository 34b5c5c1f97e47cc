import { arithmetic } from './arithmetic.ts';
import { listOf } from './array-elements.ts';
import type { ArrayValue } from './array-value.ts';
import type { Script, Word, WordPart } from './ast.ts';
import { expandBraces } from './brace.ts';
import type { Dialect } from './dialect.ts';
import { expandList, expandParameter } from './expand-parameter.ts';
import { escapePattern, FieldBuilder } from './fields.ts';

/** What expansion asks of the shell. */
export interface ExpansionScope {
  readonly dialect: Dialect;
  variable(name: string): string | undefined;
  assign(name: string, value: string): void;
  /** Elements of a variable; undefined when it is unset. */
  array(name: string): ArrayValue | undefined;
  assignElement(name: string, key: string, value: string): void;
  /** `$@` */
  readonly positional: readonly string[];
  /** The characters that separate fields. */
  readonly ifs: string;
  /** With `set -u`, a variable that is not set is an error. */
  readonly refusesUnset: boolean;
  /** With `set -f`, patterns are words like others. */
  readonly ignoresPatterns: boolean;
  /** What a script writes to its standard output. */
  capture(script: Script): Promise<string>;
  /** The home of a user; undefined when there is none of that name. */
  home(user: string): string | undefined;
  /** The names of files that fit a pattern, sorted. */
  filesLike(pattern: string): readonly string[];
  /** Prints that expansion failed, and ends the shell. */
  fail(message: string): Error;
}

/** Expands words to fields: splits, and puts names of files in the place of patterns. */
export async function expandWords(words: readonly Word[], scope: ExpansionScope): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    const [only] = word;
    if (word.length === 1 && only?.type === 'text' && (only.quoted || !/[*?[{]/.test(only.text))) fields.push(only.text);
    else for (const each of scope.dialect === 'bash' ? expandBraces(word) : [word]) fields.push(...(await expandWord(each, scope)));
  }
  return fields;
}

async function expandWord(word: Word, scope: ExpansionScope): Promise<string[]> {
  if (isEmptyList(word, scope)) return [];
  const builder = new FieldBuilder(scope.ifs);
  await addParts(word, scope, builder);
  return builder.finish().flatMap(({ text, pattern }) => {
    const files = pattern === undefined || scope.ignoresPatterns ? [] : scope.filesLike(pattern);
    return files.length > 0 ? files : [text];
  });
}

/** Expands a word to one text, as in assignments and redirections. */
export async function expandText(word: Word, scope: ExpansionScope): Promise<string> {
  let text = '';
  for (const part of word) text += part.type === 'text' ? part.text : await expandPart(part, scope);
  return text;
}

/** Expands a word to a pattern: what is quoted in it stands for itself. */
export async function expandPattern(word: Word, scope: ExpansionScope): Promise<string> {
  let pattern = '';
  for (const part of word) {
    const text = await expandPart(part, scope);
    pattern += part.quoted ? escapePattern(text) : text;
  }
  return pattern;
}

async function addParts(word: Word, scope: ExpansionScope, builder: FieldBuilder): Promise<void> {
  for (const part of word) {
    if (part.type === 'text') builder.add(part.text, part.quoted);
    else if (part.type === 'tilde') builder.add(tilde(part.user, scope), true);
    else if (part.type === 'parameter' && (await addList(part, scope, builder, word.length > 1))) continue;
    else if (part.type === 'parameter' && !part.quoted && (await usesWord(part, scope))) await addParts(part.word ?? [], scope, builder);
    else if (part.quoted) builder.add(await expandPart(part, scope), true);
    else builder.split(await expandPart(part, scope));
  }
}

/** `"$@"` and `"${name[@]}"`, which are no field at all when there is nothing in them. */
function isEmptyList(word: Word, scope: ExpansionScope): boolean {
  const isAll = (part: WordPart) =>
    part.type === 'parameter' &&
    (part.subscript ?? part.name) === '@' &&
    (part.operator === undefined || part.operator === 'keys' || (part.operator === '+' && part.subscript !== undefined));
  if (!word.some(isAll) || !word.every((part) => isAll(part) || (part.type === 'text' && part.text === ''))) return false;
  return word.every((part) => part.type !== 'parameter' || listOf(part, scope)?.length === 0);
}

/** Adds a field for each text of a list. False for a parameter that is one text. */
async function addList(part: Parameter, scope: ExpansionScope, builder: FieldBuilder, joins: boolean): Promise<boolean> {
  const list = await expandList(part, scope);
  if (list === undefined) return false;
  if (list.length === 0 && !joins) return true;
  for (const [index, value] of list.entries()) {
    if (index > 0) builder.end();
    if (part.quoted) builder.add(value, true);
    else builder.split(value);
  }
  return true;
}

type Parameter = WordPart & { type: 'parameter' };

/** `${x:-a "b c"}` without quotes around it: the word has quotes of its own. */
async function usesWord({ name, operator, word = [] }: Parameter, scope: ExpansionScope): Promise<boolean> {
  if (operator === undefined || !/^:?[-+]$/.test(operator) || !word.some(({ quoted }) => quoted)) return false;
  const value = scope.variable(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  return isSet === operator.endsWith('+');
}

function tilde(user: string, scope: ExpansionScope): string {
  return scope.home(user) ?? `~${user}`;
}

async function expandPart(part: WordPart, scope: ExpansionScope): Promise<string> {
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
