import { compareText, goJson, goQuote } from '@klockwork/api-machinery';

/** Element that marks its node as a member. */
export const SELF = '.';

/** Element of an item without keys, only found in entries written by clients. */
export const NO_KEYS = 'k:{}';

/** Order of element kinds, by first character. */
const RANKS: Readonly<Record<string, number>> = { '.': 0, f: 1, k: 2, v: 3, i: 4 };

/** Strings that need no JSON escapes. */
const PLAIN = /^[\w ./:-]*$/;

/** Order of value kinds. */
const TYPES = ['number', 'string', 'boolean', 'list', 'map', 'null'];

/** Parsed element: canonical text, undefined for an unknown kind, or the problem. */
export type ElementReading = { readonly element: string | undefined } | { readonly problem: string };

/** Returns a field's element: `f:spec`. */
export function fieldElement(name: string): string {
  return `f:${name}`;
}

/**
 * Returns the element of an item with sorted key fields: `k:{"containerPort":80,"protocol":"TCP"}`. Omits undefined keys; {@link NO_KEYS}
 * if all are undefined.
 */
export function keyElement(names: readonly string[], valueAt: (index: number) => unknown): string {
  let fields = '';
  for (let index = 0; index < names.length; index++) {
    const value = valueAt(index);
    if (value !== undefined) fields += `${fields === '' ? '' : ','}${valueText(names[index])}:${valueText(value)}`;
  }
  return `k:{${fields}}`;
}

/** Returns the element of a set member: `v:"kubernetes"`. */
export function valueElement(value: unknown): string {
  return `v:${valueText(value)}`;
}

/** Element with its parsed content, where the order depends on it. */
interface ElementContent {
  readonly element: string;
  readonly content: unknown;
}

/** The order in which FieldsV1 has elements: fields, keys, values, indices. Models `PathElement.Compare`. */
export function compareElements(a: string, b: string): number {
  return a === b ? 0 : compareParsed(parsed(a), parsed(b));
}

/** Sorts elements, each parsed once. */
export function sortElements(elements: readonly string[]): string[] {
  return elements
    .map(parsed)
    .sort(compareParsed)
    .map(({ element }) => element);
}

function parsed(element: string): ElementContent {
  return { element, content: rankOf(element) < 2 ? undefined : contentOf(element) };
}

function compareParsed(a: ElementContent, b: ElementContent): number {
  const rank = rankOf(a.element);
  if (rank !== rankOf(b.element)) return rank - rankOf(b.element);
  if (rank < 2) return compareText(a.element, b.element);
  return a.element.startsWith('k') ? compareKeys(a.content, b.content) : compareValues(a.content, b.content);
}

/** An element in a path: `.spec`, `[name="web"]`, `[="a"]`, `[0]`. Models `PathElement.String`. */
export function printElement(element: string): string {
  const kind = element.charAt(0);
  if (kind === 'f') return `.${element.slice(2)}`;
  if (kind === 'i') return `[${element.slice(2)}]`;
  if (kind === 'v') return `[=${printValue(contentOf(element))}]`;
  const fields = Object.entries(contentOf(element) as object).sort(([a], [b]) => compareText(a, b));
  return `[${fields.map(([name, value]) => `${name}=${printValue(value)}`).join(',')}]`;
}

/** Reads a key of FieldsV1. Models `DeserializePathElement`. */
export function readElement(text: string): ElementReading {
  if (text.length < 2) return { problem: 'key must be 2 characters long:' };
  if (text.charAt(1) !== ':') return { problem: `missing colon: ${text}` };
  switch (text.charAt(0)) {
    case 'f':
      return { element: text };
    case 'k':
      return readContent(text, readKeys);
    case 'v':
      return readContent(text, (value) => ({ element: valueElement(value) }));
    case 'i':
      return readIndex(text.slice(2));
    default:
      return { element: undefined };
  }
}

export function isCanonicalElement(text: string): boolean {
  if (text.charAt(1) !== ':') return false;
  if (text.charAt(0) === 'f') return true;
  const reading = readElement(text);
  return 'element' in reading && reading.element === text;
}

function readContent(text: string, read: (value: unknown) => ElementReading): ElementReading {
  try {
    return read(contentOf(text));
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `invalid path element: ${text}` };
    throw error;
  }
}

function readKeys(value: unknown): ElementReading {
  if (value === null) return { element: NO_KEYS };
  if (typeof value === 'object' && !Array.isArray(value)) return { element: elementOfKeys(value as Record<string, unknown>) };
  return { problem: 'ReadObjectCB: expect { or n' };
}

function elementOfKeys(keys: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(keys).sort(compareText);
  return keyElement(names, (index) => keys[names[index] as string]);
}

function readIndex(text: string): ElementReading {
  if (/^[+-]?[0-9]+$/.test(text)) return { element: `i:${Number(text)}` };
  return { problem: `strconv.Atoi: parsing ${goQuote(text)}: invalid syntax` };
}

function contentOf(element: string): unknown {
  return JSON.parse(element.slice(2));
}

/** Encodes a value like upstream, with fewer short escapes than ours. */
function valueText(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  if (Number.isSafeInteger(value)) return String(value);
  return goJson(value).replace(/\\./g, (text) => (text === '\\b' ? '\\u0008' : text === '\\f' ? '\\u000c' : text));
}

/** Models `value.ToString`. */
function printValue(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  return typeof value === 'object' ? goJson(value) : String(value);
}

function rankOf(element: string): number {
  return RANKS[element.charAt(0)] ?? 0;
}

function compareKeys(a: unknown, b: unknown): number {
  const [mine, theirs] = [Object.entries(a as object), Object.entries(b as object)];
  for (const [index, [name, value]] of mine.entries()) {
    const other = theirs[index];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return mine.length - theirs.length;
}

/** Models `value.Compare`; lists and maps, absent from sets in every schema, compare by text. */
function compareValues(a: unknown, b: unknown): number {
  const [type, other] = [typeRank(a), typeRank(b)];
  if (type !== other) return type - other;
  if (typeof a === 'string') return compareText(a, b as string);
  if (typeof a === 'object') return compareText(goJson(a), goJson(b));
  return Number(a) - Number(b);
}

function typeRank(value: unknown): number {
  if (typeof value === 'bigint') return 0;
  if (value === null) return TYPES.indexOf('null');
  if (typeof value === 'object') return TYPES.indexOf(Array.isArray(value) ? 'list' : 'map');
  return TYPES.indexOf(typeof value);
}
