import { EMPTY, type FieldSet, isEmptySet, makeNode, uniteNodes } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { type Atom, atomsFor, schemaOfKey } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { SchemaMismatch } from './mismatch.ts';
import { asList, asMap, type Entries, hasNoKeys, ownValue, sameValue } from './values.ts';

/** Result of a comparison: disjoint, unordered sets. Models `typed.Comparison`. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Changes at and below a path; undefined members mean none. */
type Delta = Partial<Comparison>;

const ADDED: Delta = { added: EMPTY };
const MODIFIED: Delta = { modified: EMPTY };
const REMOVED: Delta = { removed: EMPTY };

const NO_ITEMS: readonly unknown[] = [];

/**
 * Compares two objects of a type. Skips identical parts and fields in `except`. Throws {@link SchemaMismatch} for an item without key.
 * Models `TypedValue.Compare`.
 */
export function compare(lhs: Entries, rhs: Entries, schema: MergeSchema, except: FieldSet = EMPTY): Comparison {
  const { added = EMPTY, modified = EMPTY, removed = EMPTY } = compareValues(lhs, rhs, schema, except) ?? {};
  return { added, modified, removed };
}

function compareValues(lhs: unknown, rhs: unknown, schema: MergeSchema, except?: FieldSet): Delta | undefined {
  if (lhs === rhs) return undefined;
  if (schema.type !== 'any') return compareAtoms(lhs, rhs, schema, except);
  const [atom, other] = atomsFor(schema, lhs, rhs);
  const delta = atom && compareAtoms(lhs, rhs, atom, except);
  return other === undefined ? delta : unite(delta, compareAtoms(lhs, rhs, other, except));
}

function compareAtoms(lhs: unknown, rhs: unknown, atom: Atom, except?: FieldSet): Delta | undefined {
  if (atom.type === 'map') return compareMaps(lhs, rhs, atom, except);
  return atom.type === 'list' ? compareLists(lhs, rhs, atom) : compareLeaves(lhs, rhs);
}

function compareLeaves(lhs: unknown, rhs: unknown): Delta | undefined {
  if (lhs === undefined) return ADDED;
  if (rhs === undefined) return REMOVED;
  return sameValue(lhs, rhs) ? undefined : MODIFIED;
}

function compareMaps(lhs: unknown, rhs: unknown, schema: MapSchema, except?: FieldSet): Delta | undefined {
  const [mine, theirs] = [asMap(lhs), asMap(rhs)];
  if (schema.atomic || (isEmptyMap(mine, schema) && isEmptyMap(theirs, schema))) return compareLeaves(lhs, rhs);
  const changes = new Changes();
  const compareField = (key: string) => {
    const [before, after] = [fieldOf(mine, key, schema), fieldOf(theirs, key, schema)];
    if (before === after) return;
    const element = fieldElement(key);
    const below = except?.[element];
    if (below === undefined || !isEmptySet(below)) changes.add(element, compareValues(before, after, schemaOfKey(schema, key), below));
  };
  for (const key in theirs) compareField(key);
  for (const key in mine) if (ownValue(theirs, key) === undefined) compareField(key);
  if (mine === undefined || theirs === undefined) for (const key of unset(mine ?? theirs, schema)) compareField(key);
  return changes.delta(lhs, rhs);
}

/** Returns whether a map lacks fields, including always-present ones of upstream's struct. */
function isEmptyMap(map: Entries | undefined, { zeros }: MapSchema): boolean {
  return map === undefined || (zeros.size === 0 && hasNoKeys(map));
}

/** Returns a field's value; an absent field of upstream's struct has its zero value. */
function fieldOf(map: Entries | undefined, key: string, { zeros }: MapSchema): unknown {
  const value = ownValue(map, key);
  return value === undefined && map !== undefined ? zeros.get(key) : value;
}

/** Returns always-present fields of a struct that JSON omits. */
function unset(map: Entries | undefined, { zeros }: MapSchema): string[] {
  return [...zeros.keys()].filter((key) => ownValue(map, key) === undefined);
}

function compareLists(lhs: unknown, rhs: unknown, schema: ListSchema): Delta | undefined {
  const [mine, theirs] = [asList(lhs) ?? [], asList(rhs) ?? []];
  if (schema.relation === 'atomic' || (mine.length === 0 && theirs.length === 0)) return compareLeaves(lhs, rhs);
  // Most lists are unchanged, and equality is cheaper than matching items.
  if (sameValue(lhs, rhs)) return undefined;
  const changes = new Changes();
  const [before, after] = [itemsByElement(mine, schema), itemsByElement(theirs, schema)];
  for (const [element, items] of before) compareItems(changes, element, { lhs: items, rhs: after.get(element) ?? NO_ITEMS }, schema);
  for (const [element, items] of after) if (!before.has(element)) compareItems(changes, element, { lhs: NO_ITEMS, rhs: items }, schema);
  return changes.delta(lhs, rhs);
}

/** Compares items with the same element; duplicates are compared as a whole. */
function compareItems(
  changes: Changes,
  element: string,
  { lhs, rhs }: { readonly lhs: readonly unknown[]; readonly rhs: readonly unknown[] },
  { items }: ListSchema,
): void {
  const [twiceBefore, twiceAfter] = [lhs.length > 1, rhs.length > 1];
  if (!twiceBefore && !twiceAfter) changes.add(element, compareValues(lhs[0], rhs[0], items));
  else if (twiceBefore && twiceAfter) changes.add(element, sameValue(lhs, rhs) ? undefined : MODIFIED);
  else if (twiceBefore) changes.add(element, unite(compareValues(undefined, rhs[0], items), REMOVED));
  else changes.add(element, unite(compareValues(lhs[0], undefined, items), ADDED));
}

function itemsByElement(list: readonly unknown[], schema: ListSchema): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const [index, item] of list.entries()) {
    const element = tryItemElement(item, schema);
    if (typeof element !== 'string') throw new SchemaMismatch(`element ${index}: ${element.message}`);
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [item]);
    else group.push(item);
  }
  return groups;
}

class Changes {
  #added: Record<string, FieldSet> | undefined;
  #modified: Record<string, FieldSet> | undefined;
  #removed: Record<string, FieldSet> | undefined;

  add(element: string, delta: Delta | undefined): void {
    if (delta === undefined) return;
    const { added, modified, removed } = delta;
    if (added !== undefined) this.#added = withNode(this.#added, element, added);
    if (modified !== undefined) this.#modified = withNode(this.#modified, element, modified);
    if (removed !== undefined) this.#removed = withNode(this.#removed, element, removed);
  }

  /** Adds the path itself, if added or removed. */
  delta(lhs: unknown, rhs: unknown): Delta | undefined {
    const addedFieldSet = makeNode(this.#added, lhs === undefined);
    const modifiedFieldSet = makeNode(this.#modified, false);
    const removedFieldSet = makeNode(this.#removed, rhs === undefined);
    return addedFieldSet || modifiedFieldSet || removedFieldSet
      ? { added: addedFieldSet, modified: modifiedFieldSet, removed: removedFieldSet }
      : undefined;
  }
}

function withNode(nodes: Record<string, FieldSet> = {}, element: string, node: FieldSet): Record<string, FieldSet> {
  nodes[element] = node;
  return nodes;
}

function unite(a: Delta | undefined, b: Delta | undefined): Delta | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const both = (mine: FieldSet | undefined, theirs: FieldSet | undefined) => (mine && theirs ? uniteNodes(mine, theirs) : (mine ?? theirs));
  return { added: both(a.added, b.added), modified: both(a.modified, b.modified), removed: both(a.removed, b.removed) };
}
