import { lineAt, type SourceFile } from './source-file.ts';

/** Declared name that is a participle and nothing else, with its line. */
export interface ParticipleName {
  readonly name: string;
  readonly line: number;
}

/** Participles and past tenses that were names of values, as `Told` and `Asked` were names of types. */
const REFUSED: ReadonlySet<string> = new Set(['asked', 'begun', 'heard', 'obeyed', 'said', 'told', 'was']);

const LIST = String.raw`\[([^\]=]*)\]`;
const FIELDS = String.raw`\{([^}=]*)\}`;
const LOCAL = new RegExp(String.raw`\b(?:const|let) (?:(\w+)|${LIST}|${FIELDS})`, 'g');
/** Members of interfaces and classes. Booleans are adjectives: `paused: boolean`. */
const FIELD = /^\s+(?:(?:public|private|protected|static|override) )*readonly #?(\w+)\??(?::(?! boolean;)| =)/gm;
const SIGNATURE = /\bfunction\*? ?\w*(?:<[^(]*>)?\(([^()]*)\)|\(([^()]*)\)(?:: [^=;{]+)? =>/g;
const PARAMETER = /^\s*(?:\.\.\.)?(\w+)\??(?::(?! boolean$)|$)/;

/** Returns the locals, parameters and fields of a file that are refused. Names such as `askedQuestion` and methods are accepted. */
export function participleNames({ code }: SourceFile): ParticipleName[] {
  return [...locals(code), ...fields(code), ...parameters(code)]
    .filter(({ name }) => REFUSED.has(name))
    .map(({ name, at }) => ({ name, line: lineAt(code, at) }));
}

interface DeclaredName {
  readonly name: string;
  readonly at: number;
}

function* locals(code: string): Iterable<DeclaredName> {
  for (const { 1: single, 2: list, 3: members, index } of code.matchAll(LOCAL)) {
    if (single !== undefined) yield { name: single, at: index };
    for (const item of list?.split(',') ?? []) yield { name: item.replace('...', '').trim(), at: index };
    // A member without another name has the name of its field.
    for (const member of members?.split(',') ?? []) yield { name: member.split(':')[1]?.trim() ?? '', at: index };
  }
}

function* fields(code: string): Iterable<DeclaredName> {
  for (const { 0: text, 1: name = '', index } of code.matchAll(FIELD)) yield { name, at: index + text.length - 1 };
}

function* parameters(code: string): Iterable<DeclaredName> {
  for (const { 1: named, 2: arrow, index } of code.matchAll(SIGNATURE))
    for (const parameter of (named ?? arrow ?? '').split(',')) yield { name: PARAMETER.exec(parameter.trim())?.[1] ?? '', at: index };
}
