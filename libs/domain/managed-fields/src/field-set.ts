import { compareElements, fieldElement, SELF, sortElements } from './path-element.ts';

/**
 * Set of fields in wire format, FieldsV1: a tree whose keys are path elements (`f:spec`, `k:{"name":"web"}`, `v:"a"`, `i:0`) in upstream's
 * order. A field is a member if its node is empty or has a `.`; other nodes only lead to members. The root is no field: `{}` is the empty
 * set. Sets are frozen and shared: operations return unchanged parts as the same object. Intermediate sets, such as a comparison's, are
 * unordered; {@link union} orders parts taken from them. Models `sigs.k8s.io/structured-merge-diff/v6/fieldpath.Set`; reasons in
 * `docs/adr/0016-managed-fields.md`.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

type Building = Record<string, FieldSet>;

/** Empty set; as a node, a member without children. */
export const EMPTY: FieldSet = Object.freeze({});

/** Up to this size, iterating over a node is cheaper than a size comparison. */
const SMALL_NODES = 16;

/** Any element of a pattern. */
const ANY = fieldElement('*');

/** Explicit form of an empty node. */
const MEMBER: FieldSet = Object.freeze({ [SELF]: EMPTY });

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** Returns whether the node itself is a member, not only fields below. */
export function isMember(node: FieldSet): boolean {
  return node[SELF] !== undefined || isEmptySet(node);
}

/** Returns the set of given fields. A path lists field names: `['metadata', 'name']`. */
export function fieldSet(paths: readonly (readonly string[])[]): FieldSet {
  return paths.map((path) => pathSet(path.map((name) => `f:${name}`))).reduce(union, EMPTY);
}

/** Returns the set with a single field. */
function pathSet(elements: readonly string[]): FieldSet {
  return elements.reduceRight<FieldSet>((below, element) => Object.freeze({ [element]: below }), EMPTY);
}

/** Returns a node from its children and its own membership. Undefined for neither; {@link EMPTY} for a member without children. */
export function makeNode(below: FieldSet | undefined, itself: boolean): FieldSet | undefined {
  if (below === undefined || isEmptySet(below)) return itself ? EMPTY : undefined;
  return Object.freeze(itself && below[SELF] === undefined ? { [SELF]: EMPTY, ...below } : below);
}

/** Returns the set in upstream's order at every level; the same object if already ordered. */
export function inOrder(set: FieldSet): FieldSet {
  let result: Building | undefined;
  for (const element in set) {
    const node = set[element] as FieldSet;
    const orderedFieldSet = inOrder(node);
    if (orderedFieldSet === node) continue;
    result ??= { ...set };
    result[element] = orderedFieldSet;
  }
  const nodes = result ?? set;
  return isInOrder(nodes) ? (result === undefined ? set : Object.freeze(result)) : Object.freeze(sorted(nodes));
}

/** Returns the path elements of each field, in upstream's order: per level, fields before their children. */
export function pathsOf(set: FieldSet): string[][] {
  const elements = Object.keys(set).filter((element) => element !== SELF);
  const here = elements.filter((element) => isMember(set[element] as FieldSet)).map((element) => [element]);
  const below = elements.flatMap((element) => pathsOf(set[element] as FieldSet).map((path) => [element, ...path]));
  return [...here, ...below];
}

/** Returns the union. Orders parts from `b`, a possible comparison result. */
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

/** Returns the union of two nodes other than the root. */
export function uniteNodes(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  const both = uniteInto(isEmptySet(a) ? MEMBER : a, isEmptySet(b) ? MEMBER : b);
  return both === MEMBER ? a : both;
}

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

/** Returns `a` without `b`. Removal of a parent keeps its children. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return a === b ? EMPTY : (without(a, b, differentNode) ?? EMPTY);
}

function differentNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  if (a === b) return undefined;
  const openedFieldSet = isEmptySet(a) ? MEMBER : a;
  const rest = without(openedFieldSet, isEmptySet(b) ? MEMBER : b, differentNode);
  return rest === openedFieldSet ? a : closed(rest);
}

/** Returns `a` without fields in or below `b`. Models `Set.RecursiveDifference`. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, recursiveNode) ?? EMPTY;
}

function recursiveNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  return isMember(b) ? undefined : closed(without(a, b, recursiveNode));
}

/** Returns fields on the way to, at or below a pattern, in which field `*` matches any element. Models `Set.FilterIncludeMatches`. */
export function matching(set: FieldSet, pattern: FieldSet): FieldSet {
  return matchingNode(set, pattern) ?? EMPTY;
}

function matchingNode(node: FieldSet, pattern: FieldSet): FieldSet | undefined {
  if (isEmptySet(node) || isEmptySet(pattern)) return node;
  const result: Building = {};
  for (const element in node) {
    const wantedFieldSet = element === SELF ? EMPTY : (pattern[element] ?? pattern[ANY]);
    const child = wantedFieldSet && matchingNode(node[element] as FieldSet, wantedFieldSet);
    if (child !== undefined) result[element] = child;
  }
  return isEmptySet(result) ? undefined : closed(Object.freeze(result));
}

function without(a: FieldSet, b: FieldSet, subtract: (mine: FieldSet, theirs: FieldSet) => FieldSet | undefined): FieldSet | undefined {
  let changes: Map<string, FieldSet | undefined> | undefined;
  // Iterates `a` if small, so that none of a thousand single-field owners iterates all touched fields.
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

/** Returns the nodes in their order, with replacements and removals. */
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

/** Normalizes a node: a member without children is empty. */
function closed(node: FieldSet | undefined): FieldSet | undefined {
  if (node === undefined || node[SELF] === undefined) return node;
  for (const element in node) if (element !== SELF) return node;
  return EMPTY;
}

/** Returns whether nodes are in upstream's order. */
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
