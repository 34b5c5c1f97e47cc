import { EMPTY, type FieldSet, inOrder, makeNode } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { asList, asMap, type Entries, hasNoKeys } from './values.ts';

/**
 * Returns every leaf and item of an object, plus map keys, but not structs and not duplicate items' fields. Models `TypedValue.ToFieldSet`.
 */
export function fieldSetOf(object: Entries, schema: MergeSchema): FieldSet {
  return inOrder(fieldsIn(object, schema));
}

/** Returns the same fields unordered, for intermediate results. */
export function fieldsIn(object: Entries, schema: MergeSchema): FieldSet {
  return nodeOf(object, schema) ?? EMPTY;
}

function nodeOf(value: unknown, schema: MergeSchema): FieldSet | undefined {
  const atom = atomFor(schema, value);
  if (atom.type === 'map') return atom.atomic ? EMPTY : mapNode(asMap(value), atom);
  if (atom.type === 'list') return atom.relation === 'atomic' ? EMPTY : listNode(asList(value) ?? [], atom);
  return EMPTY;
}

function mapNode(map: Entries | undefined, schema: MapSchema): FieldSet | undefined {
  const nodes: Record<string, FieldSet> = {};
  for (const key in map) {
    const value = map[key];
    if (value === undefined) continue;
    const node = nodeOf(value, schemaOfKey(schema, key));
    const named = value === null || isEmptyMap(value) || !schema.fields.has(key);
    const whole = named ? makeNode(node, true) : node;
    if (whole !== undefined) nodes[fieldElement(key)] = whole;
  }
  return makeNode(nodes, false);
}

function isEmptyMap(value: unknown): boolean {
  const map = asMap(value);
  return map !== undefined && hasNoKeys(map);
}

/** Duplicate items are mentioned without their fields, which cannot be attributed. */
function listNode(list: readonly unknown[], schema: ListSchema): FieldSet | undefined {
  const nodes: Record<string, FieldSet> = {};
  for (const item of list) {
    const element = tryItemElement(item, schema);
    if (typeof element !== 'string') continue;
    nodes[element] = element in nodes ? EMPTY : (makeNode(nodeOf(item, schema.items), true) ?? EMPTY);
  }
  return makeNode(nodes, false);
}
