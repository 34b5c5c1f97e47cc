import type { MergeSchema } from '../merge-schema.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { asList, asMap, type Entries, ownValue, setOwn } from './values.ts';

/**
 * Removes parts of the object that are identical or equal in another. Emptied maps stay empty; a list keeps its first shared item, since an
 * empty list mentions nothing. Either object must be a part of the other.
 */
export function unshared(object: Entries, other: Entries, schema: MergeSchema): Entries {
  return unsharedPart(object, other, schema) as Entries;
}

function unsharedPart(value: unknown, other: unknown, schema: MergeSchema): unknown {
  const atom = atomFor(schema, value);
  const [map, otherMap] = [asMap(value), asMap(other)];
  if (atom.type === 'map' && !atom.atomic && map !== undefined && otherMap !== undefined) {
    const result: Record<string, unknown> = {};
    for (const key in map) {
      const theirs = ownValue(otherMap, key);
      if (map[key] !== theirs) setOwn(result, key, unsharedPart(map[key], theirs, schemaOfKey(atom, key)));
    }
    return result;
  }
  const [list, otherList] = [asList(value), asList(other)];
  if (atom.type !== 'list' || atom.relation === 'atomic' || list === undefined || otherList === undefined) return value;
  return unsharedItems(list, new Set(otherList));
}

function unsharedItems(list: readonly unknown[], shared: ReadonlySet<unknown>): readonly unknown[] {
  const first = list.findIndex((item) => shared.has(item));
  return list.filter((item, index) => index === first || !shared.has(item));
}
