import { copy } from '@klockwork/kernel';
import { isMap, type JsonMap, setField } from '../json-value.ts';
import type { SchemaNode } from '../schema-node.ts';

/** Sets absent fields, and nulls that are not nullable, to their defaults, in place. Models `Default` of `schema/defaulting`. */
export function applyDefaults(value: unknown, node: SchemaNode | undefined): void {
  if (!node?.holdsDefaults) return;
  if (Array.isArray(value)) defaultItems(value, node.items);
  else if (isMap(value)) defaultFields(value, node);
}

function defaultFields(value: JsonMap, node: SchemaNode): void {
  for (const [name, field] of node.properties ?? []) {
    if (field.default === undefined) continue;
    const isNull = Object.hasOwn(value, name) && value[name] === null;
    if (isNull ? !field.nullable : !Object.hasOwn(value, name)) setField(value, name, copy(field.default));
  }
  for (const name of Object.keys(value)) {
    const declaredNode = node.properties?.get(name);
    if (declaredNode === undefined && isReplaced(value[name], node.values)) setField(value, name, defaultOf(node.values));
    applyDefaults(value[name], declaredNode ?? node.values);
  }
}

function defaultItems(items: unknown[], node: SchemaNode | undefined): void {
  for (const [index, item] of items.entries()) {
    if (isReplaced(item, node)) items[index] = defaultOf(node);
    applyDefaults(items[index], node);
  }
}

function isReplaced(value: unknown, node: SchemaNode | undefined): boolean {
  return value === null && node !== undefined && !node.nullable;
}

/** Upstream's absent default of an item is null. */
function defaultOf(node: SchemaNode | undefined): unknown {
  return node?.default === undefined ? null : copy(node.default);
}
