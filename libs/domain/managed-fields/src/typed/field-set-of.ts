import { EMPTY, type FieldSet, inOrder, makeNode } from '../field-set.ts';
import type { ListSchema, MapSchema, MergeSchema } from '../merge-schema.ts';
import { fieldElement } from '../path-element.ts';
import { atomFor, schemaOfKey } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { asList, asMap, type Entries, hasNoKeys } from './values.ts';

/**
 * Every leaf and every item an object mentions. Structs are not mentioned by their fields, maps' keys and items are, but for items
 * that nothing tells apart. Models `TypedValue.ToFieldSet`.
 */
export function fieldSetOf(object: Entries, schema: MergeSchema): FieldSet {
  return inOrder(fieldsIn(object, schema));
}

/** The same fields in no order, for whoever only reckons with them. */
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

/** Of what is there twice only the item is mentioned: nobody could tell whose its fields are. */
function listNode(list: readonly unknown[], schema: ListSchema): FieldSet | undefined {
  const nodes: Record<string, FieldSet> = {};
  for (const item of list) {
    const element = tryItemElement(item, schema);
    if (typeof element !== 'string') continue;
    nodes[element] = element in nodes ? EMPTY : (makeNode(nodeOf(item, schema.items), true) ?? EMPTY);
  }
  return makeNode(nodes, false);
}
