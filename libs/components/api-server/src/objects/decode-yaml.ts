import { BODY_VALUES_MAX, checkDepth, DecodeError } from '@klockwork/api-machinery';
import { exactInteger } from '@klockwork/kernel';
import {
  type Document,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  type ScalarTag,
  type Tags,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';

/** A text that was read as YAML. */
export interface DecodedYaml {
  readonly value: unknown;
  /** `line 3: key "a" already set in map`, in the order they stand in the text. */
  readonly duplicates: readonly string[];
}

/** A text that is no YAML. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

/** So many times may an anchor be followed: a short text must not become a long object. */
const ALIASES_MAX = 100;

/**
 * Reads YAML 1.1 as upstream's reader does: `yes` is true, `0777` octal, and what looks like a time is a text. Of several documents it
 * reads the first, and does not look at the others.
 * Throws {@link YamlError} for what is no YAML, or more than a body may hold. Models `sigs.k8s.io/yaml`.
 */
export function decodeYaml(text: string): DecodedYaml {
  countValues(text);
  const lines = new LineCounter();
  // The library looks for keys that come twice among all others of their map: of many that takes for ever.
  const document = parseDocument(text, { ...OPTIONS, uniqueKeys: false, lineCounter: lines });
  const broken = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
  if (broken !== undefined) throw new YamlError(`yaml: line ${lineOf(broken)}: ${wordsOf(broken)}`);
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX, reviver: exactly });
    checkDepth(value);
    return { value, duplicates: duplicatesOf(document, lines) };
  } catch (error) {
    // The library's own refusals: more aliases than may be followed, or values than its stack can hold.
    if (error instanceof ReferenceError) throw new YamlError('yaml: document contains excessive aliasing');
    if (error instanceof RangeError || error instanceof DecodeError) throw new YamlError(TOO_DEEP);
    throw error;
  }
}

/** What stands before a value within others. */
const MARKS: ReadonlySet<string> = new Set(['-', '?', ',', '[', '{']);

/** Before a text is read: each value that the library reads takes a kilobyte. */
function countValues(text: string): void {
  if (text.length <= BODY_VALUES_MAX) return;
  let values = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token) && ++values > BODY_VALUES_MAX) throw new YamlError(`yaml: exceeded max number of values: ${BODY_VALUES_MAX}`);
  }
}

const OPTIONS = { version: '1.1', merge: true, intAsBigInt: true, customTags: goTags } as const;
const TOO_DEEP = 'yaml: exceeded max depth of 10000';

function duplicatesOf(document: Document, lines: LineCounter): string[] {
  const told: string[] = [];
  visit(document, { Map: (_key, map) => void told.push(...duplicatesIn(map, lines)) });
  return told;
}

function duplicatesIn({ items }: YAMLMap, lines: LineCounter): string[] {
  const seen = new Set<unknown>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || !seen.has(key.value)) {
      if (isScalar(key)) seen.add(key.value);
      return [];
    }
    return [`line ${lines.linePos(key.range?.[0] ?? 0).line}: key ${JSON.stringify(String(key.source ?? key.value))} already set in map`];
  });
}

/** YAML 1.1 has more than Go reads: times, minutes and seconds, sets. */
function goTags(tags: Tags): Tags {
  const known = tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !NOT_OF_GO.has(tag.tag)));
  return known.map((tag) => (typeof tag !== 'string' && tag.tag === FLOAT ? withDigits(tag as ScalarTag) : tag));
}

const FLOAT = 'tag:yaml.org,2002:float';
const NOT_OF_GO: ReadonlySet<string> = new Set(['timestamp', 'binary', 'set', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`));

/** The library takes a lonely dot for a number, and `e5`. */
function withDigits(tag: ScalarTag): ScalarTag {
  if (tag.test?.test('.') !== true && tag.test?.test('e5') !== true) return tag;
  return { ...tag, test: new RegExp(`^(?=[-+]?\\.?\\d)${tag.test.source}`) };
}

/** Integers are numbers where nothing is lost. */
function exactly(_key: unknown, value: unknown): unknown {
  return typeof value === 'bigint' ? (exactInteger(String(value)) ?? Number(value)) : value;
}

function lineOf({ linePos }: YAMLError): number {
  return linePos?.[0].line ?? 1;
}

/** Go's words for what people do wrong most often. */
const WORDS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
};

/** The complaint in Go's words or, without its place, in the library's. */
function wordsOf({ code, message }: YAMLError): string {
  if (message.startsWith('Maximum call stack')) return 'exceeded max depth of 10000';
  const known = WORDS[code];
  if (known !== undefined) return known;
  const [first = ''] = message.split(/ at line \d+, column \d+|\n/);
  return `${first.slice(0, 1).toLowerCase()}${first.slice(1)}`;
}
