import { listOf } from './array-elements.ts';
import type { Word, WordPart } from './ast.ts';
import { expandBraces } from './brace.ts';
import { expandList, expandPart, tilde } from './expand-text.ts';
import type { ExpansionScope } from './expansion-scope.ts';
import { FieldBuilder } from './fields.ts';

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

/** Empty `"$@"` or `"${name[@]}"` expands to no field at all. */
function isEmptyList(word: Word, scope: ExpansionScope): boolean {
  const isAll = (part: WordPart) =>
    part.type === 'parameter' &&
    (part.subscript ?? part.name) === '@' &&
    (part.operator === undefined || part.operator === 'keys' || (part.operator === '+' && part.subscript !== undefined));
  if (!word.some(isAll) || !word.every((part) => isAll(part) || (part.type === 'text' && part.text === ''))) return false;
  return word.every((part) => part.type !== 'parameter' || listOf(part, scope)?.length === 0);
}

/** Adds one field a list element. False for scalar parameters. */
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

/** `${x:-a "b c"}` unquoted: the inner word has its own quotes. */
async function usesWord({ name, operator, word = [] }: Parameter, scope: ExpansionScope): Promise<boolean> {
  if (operator === undefined || !/^:?[-+]$/.test(operator) || !word.some(({ quoted }) => quoted)) return false;
  const value = scope.variable(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  return isSet === operator.endsWith('+');
}
