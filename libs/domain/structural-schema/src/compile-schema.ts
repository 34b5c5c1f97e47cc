import { copy } from '@klockwork/kernel';
import type { JsonSchema } from './json-schema.ts';
import { coerceEmbedded } from './objects/embedded.ts';
import { prune } from './objects/prune.ts';
import { SchemaNode } from './schema-node.ts';

/** Returns the compiled schema of a resource. Old definitions may have defaults with undeclared fields, which are pruned. */
export function compileSchema(source: JsonSchema): SchemaNode {
  const root = new SchemaNode(source);
  pruneDefaults(root);
  return root;
}

/** Models `PruneDefaults` of `schema/defaulting`. */
function pruneDefaults(node: SchemaNode): void {
  if (typeof node.default === 'object') {
    node.default = copy(node.default);
    prune(node.default, node, { isRoot: false });
    coerceEmbedded(node.default, node, { dropsInvalid: true });
  }
  for (const field of node.properties?.values() ?? []) pruneDefaults(field);
  if (node.items !== undefined) pruneDefaults(node.items);
  if (node.values !== undefined) pruneDefaults(node.values);
}
