import { type FieldSet, isEmptySet, isMember } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { itemElement } from './item-element.ts';
import { SchemaMismatch } from './mismatch.ts';
import { asList, asMap, type Entries, hasNoKeys, setOwn } from './values.ts';

/**
 * The object without the fields and items of a set. What loses all it has becomes null, and an atomic value of which a part is to go
 * goes whole. Parts of which nothing goes are the same objects. Models `TypedValue.RemoveItems`.
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
  const kept = list.flatMap((item) => {
    const node = nodeOfItem(item, fields, schema);
    if (node === undefined) return [item];
    return isMember(node) ? [] : [removeFrom(item, node, schema.items)];
  });
  return kept.length === 0 ? null : kept;
}

/** What is to go of an item. An item without a key is nobody's. */
function nodeOfItem(item: unknown, fields: FieldSet, schema: ListSchema): FieldSet | undefined {
  try {
    return fields[itemElement(item, schema)];
  } catch (error) {
    if (error instanceof SchemaMismatch) return undefined;
    throw error;
  }
}
