import { arithmetic } from './arithmetic.ts';
import type { Script, Word, WordPart } from './ast.ts';
import { Exit } from './control.ts';

/** What expansion asks of the shell. */
export interface ExpansionScope {
  variable(name: string): string | undefined;
  assign(name: string, value: string): void;
  /** `$@` */
  readonly positional: readonly string[];
  /** What a script writes to its standard output. */
  capture(script: Script): Promise<string>;
  complain(message: string): void;
}

type Piece = { readonly text: string; readonly quoted: boolean };

/** Expands words to fields: unquoted expansions are split at white space. File name patterns are left as they are. */
export async function expandWords(words: readonly Word[], scope: ExpansionScope): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(await expandWord(word, scope)));
  return fields;
}

/** Expands a word to one text, as in assignments and redirections. */
export async function expandText(word: Word, scope: ExpansionScope): Promise<string> {
  let text = '';
  for (const part of word) text += await expandPart(part, scope);
  return text;
}

async function expandWord(word: Word, scope: ExpansionScope): Promise<string[]> {
  const [only] = word;
  if (word.length === 2 && only?.kind === 'text' && only.text === '' && isAllArguments(word[1])) return [...scope.positional];
  const pieces: Piece[] = [];
  for (const part of word) {
    // Text of the script itself is never split, only what an expansion brought.
    pieces.push({ text: await expandPart(part, scope), quoted: part.quoted || part.kind === 'text' });
  }
  return split(pieces);
}

function isAllArguments(part: WordPart | undefined): boolean {
  return part?.kind === 'parameter' && part.name === '@' && part.quoted;
}

function split(pieces: readonly Piece[]): string[] {
  const fields: string[] = [];
  let field: string | undefined;
  for (const { text, quoted } of pieces) {
    if (quoted) {
      field = (field ?? '') + text;
      continue;
    }
    const parts = text.split(/[ \t\n]+/);
    parts.forEach((part, index) => {
      if (index > 0 && field !== undefined) {
        fields.push(field);
        field = undefined;
      }
      if (part !== '') field = (field ?? '') + part;
    });
  }
  if (field !== undefined) fields.push(field);
  return fields;
}

async function expandPart(part: WordPart, scope: ExpansionScope): Promise<string> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'parameter':
      return expandParameter(part, scope);
    case 'command':
      return (await scope.capture(part.script)).replace(/\n+$/, '');
    case 'arithmetic':
      return String(arithmetic(await expandText(part.expression, scope), (name) => scope.variable(name) ?? ''));
  }
}

async function expandParameter(part: WordPart & { kind: 'parameter' }, scope: ExpansionScope): Promise<string> {
  const value = scope.variable(part.name);
  const { operator, word = [] } = part;
  if (operator === undefined) return value ?? '';
  if (operator === '#') return String((value ?? '').length);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return isSet ? expandText(word, scope) : '';
    case '=':
      if (!isSet) scope.assign(part.name, await expandText(word, scope));
      return scope.variable(part.name) ?? '';
    case '?':
      if (isSet) return value;
      scope.complain(`${part.name}: ${(await expandText(word, scope)) || 'parameter not set'}`);
      throw new Exit(2);
    default:
      return isSet ? value : expandText(word, scope);
  }
}
