import { type FieldSet, isEmptySet, isMember } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { asList, asMap, type Entries, hasNoKeys, setOwn } from './values.ts';

/**
 * Removes fields and items of a set from the object. Emptied values become null; atomic values are removed whole. Unchanged parts keep
 * their identity. Models `TypedValue.RemoveItems`.
 */
export function removeFields(object: Entries, fields: FieldSet, schema: MergeSchema): Entries {
  return isEmptySet(fields) ? object : ((removeFrom(object, fields, schema) ?? {}) as Entries);
}

function removeFrom(value: unknown, fields: FieldSet, schema: MergeSchema): unknown {
  const atom = atomFor(schema, value);
  if (atom.type === 'map') return removeFromMap(asMap(value), fields, atom);
  return atom.type === 'list' ? removeFromList(asList(value), fields, atom) : value;
}

function removeFromMap(map: Entries | undefined, fields: FieldSet, schema: MapSchema): unknown {
  if (map === undefined || hasNoKeys(map) || schema.atomic) return null;
  const result: Record<string, unknown> = {};
  for (const key in map) {
    const node = fields[fieldElement(key)];
    if (node === undefined) setOwn(result, key, map[key]);
    else if (!isMember(node)) setOwn(result, key, removeFrom(map[key], node, schemaOfKey(schema, key)));
  }
  return hasNoKeys(result) ? null : result;
}

function removeFromList(list: readonly unknown[] | undefined, fields: FieldSet, schema: ListSchema): unknown {
  if (list === undefined || list.length === 0 || schema.relation === 'atomic') return null;
  const remaining = list.flatMap((item) => {
    const element = tryItemElement(item, schema);
    // Items without key have no owner.
    const node = typeof element === 'string' ? fields[element] : undefined;
    if (node === undefined) return [item];
    return isMember(node) ? [] : [removeFrom(item, node, schema.items)];
  });
  return remaining.length === 0 ? null : remaining;
}
