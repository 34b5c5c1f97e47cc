import { compareText } from '@klockwork/api-machinery';
import { isMap } from '../json-value.ts';
import { dottedPlace, fieldPlace, itemPlace, type Place, placeText } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Removes undeclared fields of an object in place, beside kind, apiVersion and metadata. Returns their paths, sorted. Models
 * `PruneWithOptions` of `pkg/apiserver/schema/pruning`.
 */
export function prune(object: unknown, node: SchemaNode | undefined, { isRoot }: { readonly isRoot: boolean }): string[] {
  const removedPlaces: Place[] = [];
  pruneValue(object, node, undefined, { removed: removedPlaces, keepsMeta: isRoot });
  return removedPlaces.map(placeText).sort(compareText);
}

/** `keepsMeta`: the value is a whole resource; its metadata is not pruned. */
interface Pruning {
  readonly removed: Place[];
  readonly keepsMeta: boolean;
}

function pruneValue(value: unknown, node: SchemaNode | undefined, place: Place, { removed, keepsMeta }: Pruning): void {
  if (Array.isArray(value)) {
    const below = { removed, keepsMeta: false };
    for (const [index, item] of value.entries()) {
      if (node?.preserves) skipValue(item, node.items, itemPlace(place, index), removed);
      else pruneValue(item, node?.items, itemPlace(place, index), below);
    }
  } else if (isMap(value)) {
    for (const name of Object.keys(value)) {
      if ((keepsMeta || node?.isEmbedded) && META_FIELDS.has(name)) continue;
      const declaredNode = node?.properties?.get(name);
      const isKept = declaredNode !== undefined || node?.allowsOthers !== undefined;
      if (isKept) {
        if (typeof value[name] === 'object')
          pruneValue(value[name], declaredNode ?? node?.values, fieldPlace(place, name), { removed, keepsMeta: false });
      } else if (!node?.preserves) {
        removed.push(place === undefined ? fieldPlace(place, name) : dottedPlace(place, name));
        delete value[name];
      }
    }
  }
}

/** Prunes declared fields below items of a list that preserves unknown fields. Models `skipPrune`. */
function skipValue(value: unknown, node: SchemaNode | undefined, place: Place, removedPlaces: Place[]): void {
  if (node === undefined) return;
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) skipValue(item, node.items, itemPlace(place, index), removedPlaces);
  if (!isMap(value)) return;
  for (const name of Object.keys(value)) {
    if (node.isEmbedded && META_FIELDS.has(name)) continue;
    const declaredNode = node.properties?.get(name);
    if (declaredNode === undefined && node.allowsOthers === undefined) continue;
    pruneValue(value[name], declaredNode ?? node.values, fieldPlace(place, name), { removed: removedPlaces, keepsMeta: false });
  }
}
