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

export interface DecodedYaml {
  readonly value: unknown;
  /** `line 3: key "a" already set in map`, in text order. */
  readonly duplicates: readonly string[];
}

/** Error for invalid YAML. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

/** Max uses of an anchor: a short text must not become a large object. */
const ALIASES_MAX = 100;

/**
 * Parses YAML 1.1 like upstream: `yes` is true, `0777` octal, and timestamps are strings. Reads only the first of several documents. Throws
 * {@link YamlError} for invalid YAML, and for too many values. Models `sigs.k8s.io/yaml`.
 */
export function decodeYaml(text: string): DecodedYaml {
  countValues(text);
  const lines = new LineCounter();
  // The library searches duplicates pairwise, in quadratic time.
  const document = parseDocument(text, { ...OPTIONS, uniqueKeys: false, lineCounter: lines });
  const brokenError = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
  if (brokenError !== undefined) throw new YamlError(`yaml: line ${lineOf(brokenError)}: ${wordsOf(brokenError)}`);
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX, reviver: exactly });
    checkDepth(value);
    return { value, duplicates: duplicatesOf(document, lines) };
  } catch (error) {
    // Library limits: too many aliases, or values too deep for its stack.
    if (error instanceof ReferenceError) throw new YamlError('yaml: document contains excessive aliasing');
    if (error instanceof RangeError || error instanceof DecodeError) throw new YamlError(TOO_DEEP);
    throw error;
  }
}

/** Marks that precede a nested value. */
const MARKS: ReadonlySet<string> = new Set(['-', '?', ',', '[', '{']);

/** Runs before parsing: each parsed value takes a kilobyte. */
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
  const problems: string[] = [];
  visit(document, { Map: (_key, map) => void problems.push(...duplicatesIn(map, lines)) });
  return problems;
}

function duplicatesIn({ items }: YAMLMap, lines: LineCounter): string[] {
  const visitedNodes = new Set<unknown>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || !visitedNodes.has(key.value)) {
      if (isScalar(key)) visitedNodes.add(key.value);
      return [];
    }
    return [`line ${lines.linePos(key.range?.[0] ?? 0).line}: key ${JSON.stringify(String(key.source ?? key.value))} already set in map`];
  });
}

/** Removes YAML 1.1 types unknown to Go: times, sexagesimals, sets. */
function goTags(tags: Tags): Tags {
  const knownTags = tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !NOT_OF_GO.has(tag.tag)));
  return knownTags.map((tag) => (typeof tag !== 'string' && tag.tag === FLOAT ? withDigits(tag as ScalarTag) : tag));
}

const FLOAT = 'tag:yaml.org,2002:float';
const NOT_OF_GO: ReadonlySet<string> = new Set(['timestamp', 'binary', 'set', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`));

/** The library reads a single dot, and `e5`, as numbers. */
function withDigits(tag: ScalarTag): ScalarTag {
  if (tag.test?.test('.') !== true && tag.test?.test('e5') !== true) return tag;
  return { ...tag, test: new RegExp(`^(?=[-+]?\\.?\\d)${tag.test.source}`) };
}

/** Converts integers to numbers if lossless. */
function exactly(_key: unknown, value: unknown): unknown {
  return typeof value === 'bigint' ? (exactInteger(String(value)) ?? Number(value)) : value;
}

function lineOf({ linePos }: YAMLError): number {
  return linePos?.[0].line ?? 1;
}

/** Go's messages for the most frequent errors. */
const WORDS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
};

/** Returns Go's message, or the library's without position. */
function wordsOf({ code, message }: YAMLError): string {
  if (message.startsWith('Maximum call stack')) return 'exceeded max depth of 10000';
  const words = WORDS[code];
  if (words !== undefined) return words;
  const [first = ''] = message.split(/ at line \d+, column \d+|\n/);
  return `${first.slice(0, 1).toLowerCase()}${first.slice(1)}`;
}
