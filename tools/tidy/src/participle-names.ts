import { lineAt, type SourceFile } from './source-file.ts';

/** Declared name that is a participle and nothing else, with its line. */
export interface ParticipleName {
  readonly name: string;
  readonly line: number;
}

/** Irregular participles and past tenses. */
const IRREGULAR: ReadonlySet<string> = new Set(
  [
    'been begun bought broken built caught chosen dealt done drawn found given gone grown had heard held hidden kept known laid led lost made',
    'meant met paid said seen sent shown sold sought spent spoken stood stuck taken taught thought thrown told understood was woken won worn written',
  ].flatMap((line) => line.split(' ')),
);
/** Regular participle and nothing else: `stored`, `unquoted`. */
const REGULAR = /^[a-z]{2,}ed$/;
/** Nouns and verbs with the form of a participle. */
const ACCEPTED: ReadonlySet<string> = new Set([
  'embed',
  'exceed',
  'feed',
  'hundred',
  'need',
  'proceed',
  'seed',
  'shed',
  'speed',
  'succeed',
]);

const LIST = String.raw`\[([^\]=]*)\]`;
const FIELDS = String.raw`\{([^}=]*)\}`;
const LOCAL = new RegExp(String.raw`\b(?:const|let) (?:(\w+)|${LIST}|${FIELDS})`, 'g');
const INITIAL = /^(?:: [^=]+)? = ([^;]*);/;
/** Initial values that are booleans, whose names are adjectives: `const paused = phase === 'Paused'`. */
const BOOLEAN = /^(?:!|true$|false$)|^[^?]*(?: [=!]== | [<>]=? |\.(?:every|has|hasOwn|includes|some|startsWith|endsWith|test)\()[^?]*$/;
/** Functions, and methods with the type of their result. */
const FUNCTION =
  /\bfunction\*? (\w+)|^\s+(?:(?:async|get|override|private|protected|public|static) )*#?(\w+)(?:<[^>]*>)?\([^()]*\): (?!boolean\b)/gm;
/** Members of interfaces and classes. Booleans are adjectives: `paused: boolean`. */
const FIELD = /^\s+(?:(?:public|private|protected|static|override) )*readonly #?(\w+)\??(?::(?! boolean;)| =)/gm;
const SIGNATURE = /\bfunction\*? ?\w*(?:<[^(]*>)?\(([^()]*)\)|\(([^()]*)\)(?:: [^=;{]+)? =>/g;
const PARAMETER = /^\s*(?:\.\.\.)?(\w+)\??(?::(?! boolean$)|$)/;

/** Returns refused names of locals, parameters, fields and functions. Names such as `askedQuestion`, and of booleans, are accepted. */
export function participleNames({ code }: SourceFile): ParticipleName[] {
  return [...locals(code), ...fields(code), ...parameters(code), ...functions(code)]
    .filter(({ name }) => isParticiple(name))
    .map(({ name, at }) => ({ name, line: lineAt(code, at) }));
}

function isParticiple(name: string): boolean {
  return IRREGULAR.has(name) || (REGULAR.test(name) && !ACCEPTED.has(name));
}

interface DeclaredName {
  readonly name: string;
  readonly at: number;
}

function* locals(code: string): Iterable<DeclaredName> {
  for (const { 0: text, 1: single, 2: list, 3: members, index } of code.matchAll(LOCAL)) {
    if (single !== undefined && !isBoolean(code.slice(index + text.length))) yield { name: single, at: index };
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

function* functions(code: string): Iterable<DeclaredName> {
  for (const { 0: text, 1: name, 2: method = '', index } of code.matchAll(FUNCTION))
    yield { name: name ?? method, at: index + text.length - 1 };
}

/** Returns whether a local is a boolean by its type or its initial value, which `rest` begins with. */
function isBoolean(rest: string): boolean {
  return /^: boolean\b/.test(rest) || BOOLEAN.test(INITIAL.exec(rest)?.[1] ?? '');
}
