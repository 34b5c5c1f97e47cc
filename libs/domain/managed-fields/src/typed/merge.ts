import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { itemElement } from './item-element.ts';
import { mergeOrder } from './merge-order.ts';
import { asList, asMap, type Entries, hasNoKeys, ownValue, sameValue, setOwn } from './values.ts';

/**
 * Merges `rhs` into `lhs` without removals: leaves come from `rhs`, and so does the order of items. Parts of only one side keep their
 * identity; parts unchanged by `rhs` are those of `lhs`, possibly `lhs` itself. Inputs are not changed. Models `TypedValue.Merge`.
 */
export function merge(lhs: Entries, rhs: Entries, schema: MergeSchema): Entries {
  return (mergeValues(lhs, rhs, schema) ?? {}) as Entries;
}

function mergeValues(lhs: unknown, rhs: unknown, schema: MergeSchema): unknown {
  if (rhs === undefined || lhs === rhs) return lhs;
  if (lhs === undefined) return rhs;
  // The right shape wins: upstream also walks the left one, and discards the result.
  const atom = atomFor(schema, rhs);
  if (atom.type === 'map') return mergeMaps(lhs, rhs, atom);
  return atom.type === 'list' ? mergeLists(lhs, rhs, atom) : rhs;
}

function mergeLeaves(lhs: unknown, rhs: unknown): unknown {
  return sameValue(lhs, rhs) ? lhs : rhs;
}

function mergeMaps(lhs: unknown, rhs: unknown, schema: MapSchema): unknown {
  const [mine, theirs] = [asMap(lhs), asMap(rhs)];
  if (schema.atomic || (hasNoKeys(mine) && hasNoKeys(theirs))) return mergeLeaves(lhs, rhs);
  if (mine === undefined || theirs === undefined) return mine ?? theirs;
  let result: Record<string, unknown> | undefined;
  for (const key in theirs) {
    const before = ownValue(mine, key);
    const after = mergeValues(before, theirs[key], schemaOfKey(schema, key));
    if (after === before) continue;
    result ??= { ...mine };
    setOwn(result, key, after);
  }
  return result ?? lhs;
}

function mergeLists(lhs: unknown, rhs: unknown, schema: ListSchema): unknown {
  const [mine, theirs] = [asList(lhs) ?? [], asList(rhs) ?? []];
  if (schema.relation === 'atomic' || (mine.length === 0 && theirs.length === 0)) return mergeLeaves(lhs, rhs);
  const [before, after] = [mine, theirs].map((items) => items.map((item) => itemElement(item, schema))) as [string[], string[]];
  const items = sameItems(before, after) ? mergePairs(mine, theirs, schema) : mergeOrdered({ mine, before }, { theirs, after }, schema);
  return sameItems(items, mine) ? lhs : items;
}

/** Merges items in equal order on both sides, the usual case. */
function mergePairs(mine: readonly unknown[], theirs: readonly unknown[], { items }: ListSchema): readonly unknown[] {
  return mine.map((item, index) => mergeValues(item, theirs[index], items));
}

function mergeOrdered(
  { mine, before }: { readonly mine: readonly unknown[]; readonly before: readonly string[] },
  { theirs, after }: { readonly theirs: readonly unknown[]; readonly after: readonly string[] },
  { items }: ListSchema,
): readonly unknown[] {
  const [lefts, rights] = [itemsByElement(mine, before), itemsByElement(theirs, after)];
  return mergeOrder(before, after)
    .map(({ element, left }) => (left === undefined ? mergeValues(lefts.get(element), rights.get(element), items) : mine[left]))
    .filter((item) => item !== undefined);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Indexes items by element. Duplicates are null: their match is ambiguous. */
function itemsByElement(items: readonly unknown[], elements: readonly string[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [index, element] of elements.entries()) values.set(element, values.has(element) ? null : items[index]);
  return values;
}
