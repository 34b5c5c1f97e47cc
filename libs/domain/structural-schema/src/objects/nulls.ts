import { isMap } from '../json-value.ts';
import type { SchemaNode } from '../schema-node.ts';

/** Removes null fields in place that are neither nullable nor have a default. Models `PruneNonNullableNullsWithoutDefaults`. */
export function pruneNulls(value: unknown, node: SchemaNode | undefined): void {
  if (Array.isArray(value)) for (const item of value) pruneNulls(item, node?.items);
  if (!isMap(value) || node === undefined) return;
  for (const name of Object.keys(value)) {
    const field = node.field(name);
    if (field === undefined) continue;
    if (value[name] === null && !field.nullable && field.default === undefined) delete value[name];
    else pruneNulls(value[name], field);
  }
}
