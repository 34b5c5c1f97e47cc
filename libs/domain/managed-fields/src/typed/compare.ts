import { EMPTY, type FieldSet, makeNode, uniteNodes } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { type Atom, atomsFor, schemaOfKey } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { SchemaMismatch } from './mismatch.ts';
import { asList, asMap, type Entries, hasNoKeys, ownValue, sameValue } from './values.ts';

/** What became of an object: no field is in two of the sets. Their fields are in no order. Models `typed.Comparison`. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const CHANGES = ['added', 'modified', 'removed'] as const;

const NO_ITEMS: readonly unknown[] = [];

/** What happened at and below one place; absent where nothing did. */
type Delta = Partial<Comparison>;

/**
 * Compares two objects of a type. What is the same object on both sides is not looked into.
 * Throws {@link SchemaMismatch} when an item has no key. Models `TypedValue.Compare`.
 */
export function compare(lhs: Entries, rhs: Entries, schema: MergeSchema): Comparison {
  const { added = EMPTY, modified = EMPTY, removed = EMPTY } = compareValues(lhs, rhs, schema) ?? {};
  return { added, modified, removed };
}

function compareValues(lhs: unknown, rhs: unknown, schema: MergeSchema): Delta | undefined {
  if (lhs === rhs) return undefined;
  if (schema.type !== 'any') return compareAtoms(lhs, rhs, schema);
  const [atom, other] = atomsFor(schema, lhs, rhs);
  const delta = atom && compareAtoms(lhs, rhs, atom);
  return other === undefined ? delta : unite(delta, compareAtoms(lhs, rhs, other));
}

function compareAtoms(lhs: unknown, rhs: unknown, atom: Atom): Delta | undefined {
  if (atom.type === 'map') return compareMaps(lhs, rhs, atom);
  return atom.type === 'list' ? compareLists(lhs, rhs, atom) : compareLeaves(lhs, rhs);
}

function compareLeaves(lhs: unknown, rhs: unknown): Delta | undefined {
  if (lhs === undefined) return { added: EMPTY };
  if (rhs === undefined) return { removed: EMPTY };
  return sameValue(lhs, rhs) ? undefined : { modified: EMPTY };
}

function compareMaps(lhs: unknown, rhs: unknown, schema: MapSchema): Delta | undefined {
  const [mine, theirs] = [asMap(lhs), asMap(rhs)];
  if (schema.atomic || (isEmptyMap(mine, schema) && isEmptyMap(theirs, schema))) return compareLeaves(lhs, rhs);
  const changes = new Changes();
  for (const key in theirs) compareField(changes, key, mine, theirs, schema);
  for (const key in mine) if (ownValue(theirs, key) === undefined) compareField(changes, key, mine, theirs, schema);
  if (mine === undefined || theirs === undefined)
    for (const key of unset(mine ?? theirs, schema)) compareField(changes, key, mine, theirs, schema);
  return changes.delta(lhs, rhs);
}

function compareField(changes: Changes, key: string, lhs: Entries | undefined, rhs: Entries | undefined, schema: MapSchema): void {
  const [before, after] = [fieldOf(lhs, key, schema), fieldOf(rhs, key, schema)];
  if (before !== after) changes.add(fieldElement(key), compareValues(before, after, schemaOfKey(schema, key)));
}

/** True without fields, those that upstream's struct always has among them. */
function isEmptyMap(map: Entries | undefined, { zeros }: MapSchema): boolean {
  return map === undefined || (zeros.size === 0 && hasNoKeys(map));
}

/** A field's value; one that upstream's struct always has is there though JSON leaves it out. */
function fieldOf(map: Entries | undefined, key: string, { zeros }: MapSchema): unknown {
  const value = ownValue(map, key);
  return value === undefined && map !== undefined ? zeros.get(key) : value;
}

/** The fields that came or went with their struct though JSON leaves them out. */
function unset(map: Entries | undefined, { zeros }: MapSchema): string[] {
  return [...zeros.keys()].filter((key) => ownValue(map, key) === undefined);
}

function compareLists(lhs: unknown, rhs: unknown, schema: ListSchema): Delta | undefined {
  const [mine, theirs] = [asList(lhs) ?? [], asList(rhs) ?? []];
  if (schema.relation === 'atomic' || (mine.length === 0 && theirs.length === 0)) return compareLeaves(lhs, rhs);
  // Nearly all lists are what they were, and to see that is cheaper than to tell their items apart.
  if (sameValue(lhs, rhs)) return undefined;
  const changes = new Changes();
  const [before, after] = [itemsByElement(mine, schema), itemsByElement(theirs, schema)];
  for (const [element, items] of before) compareItems(changes, element, items, after.get(element) ?? NO_ITEMS, schema);
  for (const [element, items] of after) if (!before.has(element)) compareItems(changes, element, NO_ITEMS, items, schema);
  return changes.delta(lhs, rhs);
}

/** The items of one element, of which there may be several: what is there twice is compared as a whole. */
function compareItems(changes: Changes, element: string, lhs: readonly unknown[], rhs: readonly unknown[], { items }: ListSchema): void {
  const [twiceBefore, twiceAfter] = [lhs.length > 1, rhs.length > 1];
  if (!twiceBefore && !twiceAfter) changes.add(element, compareValues(lhs[0], rhs[0], items));
  else if (twiceBefore && twiceAfter) changes.add(element, sameValue(lhs, rhs) ? undefined : { modified: EMPTY });
  else if (twiceBefore) changes.add(element, unite(compareValues(undefined, rhs[0], items), { removed: EMPTY }));
  else changes.add(element, unite(compareValues(lhs[0], undefined, items), { added: EMPTY }));
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

/** The changes below one place, by path element. */
class Changes {
  readonly #nodes: Partial<Record<keyof Comparison, Record<string, FieldSet>>> = {};

  add(element: string, delta: Delta | undefined): void {
    if (delta === undefined) return;
    for (const change of CHANGES) {
      const node = delta[change];
      if (node === undefined) continue;
      const nodes = this.#nodes[change] ?? {};
      nodes[element] = node;
      this.#nodes[change] = nodes;
    }
  }

  /** With the place itself, when it came or went. */
  delta(lhs: unknown, rhs: unknown): Delta | undefined {
    const added = makeNode(this.#nodes.added, lhs === undefined);
    const modified = makeNode(this.#nodes.modified, false);
    const removed = makeNode(this.#nodes.removed, rhs === undefined);
    return added || modified || removed
      ? { ...(added && { added }), ...(modified && { modified }), ...(removed && { removed }) }
      : undefined;
  }
}

function unite(a: Delta | undefined, b: Delta | undefined): Delta | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Object.fromEntries(
    CHANGES.flatMap((change) => {
      const [mine, theirs] = [a[change], b[change]];
      const both = mine && theirs ? uniteNodes(mine, theirs) : (mine ?? theirs);
      return both === undefined ? [] : [[change, both]];
    }),
  );
}
