import { compareElements, fieldElement, SELF, sortElements } from './path-element.ts';

/**
 * A set of fields, in the form in which it travels: FieldsV1. A tree whose keys are path elements (`f:spec`,
 * `k:{"name":"web"}`, `v:"a"`, `i:0`) in upstream's order. A field is in the set when its node is empty or has a `.`;
 * a node without either is only on the way to others. The root is no field: `{}` is the empty set.
 * Frozen and shared: what an operation leaves alone, it returns as the same object. Sets that are only reckoned with, a
 * comparison's say, are in no order: {@link union} brings what it takes over from them into order.
 * Models `sigs.k8s.io/structured-merge-diff/v6/fieldpath.Set`; `docs/adr/0016-managed-fields.md` tells why it is kept so.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** A set while it is built. */
type Building = Record<string, FieldSet>;

/** The empty set; and, as a node, a field with nothing below it. */
export const EMPTY: FieldSet = Object.freeze({});

/** A set of so many nodes at one step is gone through sooner than another is asked how many it has. */
const SMALL_NODES = 16;

/** Any element of a pattern. */
const ANY = fieldElement('*');

/** What an empty node means, said in full. */
const MEMBER: FieldSet = Object.freeze({ [SELF]: EMPTY });

/** True when nothing is in the set. */
export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** True when the field whose node this is belongs to the set, not only fields below it. */
export function isMember(node: FieldSet): boolean {
  return node[SELF] !== undefined || isEmptySet(node);
}

/** The set of the given fields. A path is made of field names: `['metadata', 'name']`. */
export function fieldSet(paths: readonly (readonly string[])[]): FieldSet {
  return paths.map((path) => pathSet(path.map((name) => `f:${name}`))).reduce(union, EMPTY);
}

/** The set of the one field at the end of a path of elements. */
function pathSet(elements: readonly string[]): FieldSet {
  return elements.reduceRight<FieldSet>((below, element) => Object.freeze({ [element]: below }), EMPTY);
}

/** A node of itself and of the given nodes below it. Undefined when it would be nothing; {@link EMPTY} is itself alone. */
export function makeNode(below: FieldSet | undefined, itself: boolean): FieldSet | undefined {
  if (below === undefined || isEmptySet(below)) return itself ? EMPTY : undefined;
  return Object.freeze(itself && below[SELF] === undefined ? { [SELF]: EMPTY, ...below } : below);
}

/** The set in upstream's order, at every step; the same object when it is so. */
export function inOrder(set: FieldSet): FieldSet {
  let result: Building | undefined;
  for (const element in set) {
    const node = set[element] as FieldSet;
    const ordered = inOrder(node);
    if (ordered === node) continue;
    result ??= { ...set };
    result[element] = ordered;
  }
  const nodes = result ?? set;
  return isInOrder(nodes) ? (result === undefined ? set : Object.freeze(result)) : Object.freeze(sorted(nodes));
}

/** The elements that lead to each field, in upstream's order: at every step first the fields there, then what is below them. */
export function pathsOf(set: FieldSet): string[][] {
  const elements = Object.keys(set).filter((element) => element !== SELF);
  const here = elements.filter((element) => isMember(set[element] as FieldSet)).map((element) => [element]);
  const below = elements.flatMap((element) => pathsOf(set[element] as FieldSet).map((path) => [element, ...path]));
  return [...here, ...below];
}

/** What is in either. What comes from `b` is brought into order: it may come from a comparison. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmptySet(b)) return a;
  return isEmptySet(a) ? inOrder(b) : uniteInto(a, b);
}

function uniteInto(a: FieldSet, b: FieldSet): FieldSet {
  let result: Building | undefined;
  let ordered = true;
  for (const element in b) {
    const [mine, theirs] = [a[element], b[element] as FieldSet];
    const both = mine === undefined ? inOrder(theirs) : uniteNodes(mine, theirs);
    if (both === mine) continue;
    if (mine === undefined) ordered = false;
    result ??= { ...a };
    result[element] = both;
  }
  if (result === undefined) return a;
  return Object.freeze(ordered ? result : sorted(result));
}

/** What is in either of two nodes that are not the root. */
export function uniteNodes(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  const both = uniteInto(isEmptySet(a) ? MEMBER : a, isEmptySet(b) ? MEMBER : b);
  return both === MEMBER ? a : both;
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return a === b ? a : (common(a, b) ?? EMPTY);
}

function common(a: FieldSet, b: FieldSet): FieldSet | undefined {
  let result: Building | undefined;
  for (const element in a) {
    const [mine, theirs] = [a[element] as FieldSet, b[element]];
    if (theirs === undefined) continue;
    const both = commonNode(mine, theirs);
    if (both === undefined) continue;
    result ??= {};
    result[element] = both;
  }
  return result && Object.freeze(result);
}

function commonNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  return a === b ? a : closed(common(isEmptySet(a) ? MEMBER : a, isEmptySet(b) ? MEMBER : b));
}

/** What is in `a` and not in `b`. A field stays when only its parent goes. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return a === b ? EMPTY : (without(a, b, differentNode) ?? EMPTY);
}

function differentNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  if (a === b) return undefined;
  const opened = isEmptySet(a) ? MEMBER : a;
  const rest = without(opened, isEmptySet(b) ? MEMBER : b, differentNode);
  return rest === opened ? a : closed(rest);
}

/** What is in `a` and neither in `b` nor below a field in `b`. Models `Set.RecursiveDifference`. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, recursiveNode) ?? EMPTY;
}

function recursiveNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  return isMember(b) ? undefined : closed(without(a, b, recursiveNode));
}

/** What of a set is on the way to, at or below the fields of a pattern, in which a field `*` is any element. Models `Set.FilterIncludeMatches`. */
export function matching(set: FieldSet, pattern: FieldSet): FieldSet {
  return matchingNode(set, pattern) ?? EMPTY;
}

function matchingNode(node: FieldSet, pattern: FieldSet): FieldSet | undefined {
  if (isEmptySet(node) || isEmptySet(pattern)) return node;
  const result: Building = {};
  for (const element in node) {
    const wanted = element === SELF ? EMPTY : (pattern[element] ?? pattern[ANY]);
    const kept = wanted && matchingNode(node[element] as FieldSet, wanted);
    if (kept !== undefined) result[element] = kept;
  }
  return isEmptySet(result) ? undefined : closed(Object.freeze(result));
}

function without(a: FieldSet, b: FieldSet, subtract: (mine: FieldSet, theirs: FieldSet) => FieldSet | undefined): FieldSet | undefined {
  let changes: Map<string, FieldSet | undefined> | undefined;
  // Of a thousand owners with a field each, none goes through all that was touched.
  for (const element in isSmall(a) ? a : b) {
    const [mine, theirs] = [a[element], b[element]];
    if (mine === undefined || theirs === undefined) continue;
    const rest = element === SELF ? undefined : subtract(mine, theirs);
    if (rest === mine) continue;
    changes ??= new Map();
    changes.set(element, rest);
  }
  return changes === undefined ? a : replaced(a, changes);
}

function isSmall(set: FieldSet): boolean {
  let nodes = 0;
  for (const _element in set) {
    nodes += 1;
    if (nodes > SMALL_NODES) return false;
  }
  return true;
}

/** The nodes in the order they have, some of them changed or gone. */
function replaced(set: FieldSet, changes: ReadonlyMap<string, FieldSet | undefined>): FieldSet | undefined {
  let result: Building | undefined;
  for (const element in set) {
    const node = changes.has(element) ? changes.get(element) : set[element];
    if (node === undefined) continue;
    result ??= {};
    result[element] = node;
  }
  return result && Object.freeze(result);
}

/** A node as it is written: one that is only itself is empty. */
function closed(node: FieldSet | undefined): FieldSet | undefined {
  if (node === undefined || node[SELF] === undefined) return node;
  for (const element in node) if (element !== SELF) return node;
  return EMPTY;
}

/** True when the nodes stand as upstream writes them. */
function isInOrder(set: FieldSet): boolean {
  let before: string | undefined;
  for (const element in set) {
    if (before !== undefined && compareElements(before, element) >= 0) return false;
    before = element;
  }
  return true;
}

function sorted(set: FieldSet): FieldSet {
  const result: Building = {};
  for (const element of sortElements(Object.keys(set))) result[element] = set[element] as FieldSet;
  return result;
}
