import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { atomFor, atomsFor, schemaOfKey } from './atoms.ts';
import { itemElement } from './item-element.ts';
import { mergeOrder } from './merge-order.ts';
import { asList, asMap, type Entries, hasNoKeys, ownValue, setOwn } from './values.ts';

/**
 * `lhs` with what `rhs` says: nothing is removed, leaves are taken from `rhs`, items come in its order where it has any.
 * Parts that one side alone has are that side's, the same objects. Neither is changed. Models `TypedValue.Merge`.
 */
export function merge(lhs: Entries, rhs: Entries, schema: MergeSchema): Entries {
  return (mergeValues(lhs, rhs, schema) ?? {}) as Entries;
}

function mergeValues(lhs: unknown, rhs: unknown, schema: MergeSchema): unknown {
  if (rhs === undefined || lhs === rhs) return lhs;
  if (lhs === undefined) return rhs;
  // Of two shapes the right one wins: upstream does the left one as well, and forgets what came of it.
  const atom = atomsFor(schema, lhs, rhs).at(-1) ?? atomFor(schema, rhs);
  if (atom.type === 'map') return mergeMaps(lhs, rhs, atom);
  return atom.type === 'list' ? mergeLists(lhs, rhs, atom) : rhs;
}

function mergeMaps(lhs: unknown, rhs: unknown, schema: MapSchema): unknown {
  const [mine, theirs] = [asMap(lhs), asMap(rhs)];
  if (schema.atomic || (hasNoKeys(mine) && hasNoKeys(theirs))) return rhs;
  const result: Record<string, unknown> = {};
  const put = (key: string) => {
    const value = mergeValues(ownValue(mine, key), ownValue(theirs, key), schemaOfKey(schema, key));
    if (value !== undefined) setOwn(result, key, value);
  };
  for (const key in mine) put(key);
  for (const key in theirs) if (ownValue(mine, key) === undefined) put(key);
  return hasNoKeys(result) ? undefined : result;
}

function mergeLists(lhs: unknown, rhs: unknown, schema: ListSchema): unknown {
  const [mine, theirs] = [asList(lhs) ?? [], asList(rhs) ?? []];
  if (schema.relation === 'atomic' || (mine.length === 0 && theirs.length === 0)) return rhs;
  const [before, after] = [mine, theirs].map((items) => items.map((item) => itemElement(item, schema))) as [string[], string[]];
  const [lefts, rights] = [itemsByElement(mine, before), itemsByElement(theirs, after)];
  return mergeOrder(before, after)
    .map(({ element, left }) => (left === undefined ? mergeValues(lefts.get(element), rights.get(element), schema.items) : mine[left]))
    .filter((item) => item !== undefined);
}

/** Items by element. What is there twice is null: there is no telling which of them to merge with. */
function itemsByElement(items: readonly unknown[], elements: readonly string[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [index, element] of elements.entries()) found.set(element, found.has(element) ? null : items[index]);
  return found;
}
