import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { canonicalJson, isMap, type JsonMap, sortedFields } from '../json-value.ts';
import { fieldPlace, itemPlace, keyPlace, type Place, placeText } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';

/** Returns errors for duplicates in sets and maps with keys. Models `ValidateListSetsAndMaps` of `schema/listtype`. */
export function validateListTypes(value: unknown, node: SchemaNode | undefined, place: Place = undefined): FieldError[] {
  const errors: FieldError[] = [];
  check(value, node, place, errors);
  return errors;
}

function check(value: unknown, node: SchemaNode | undefined, place: Place, errors: FieldError[]): void {
  if (!node?.holdsKeys) return;
  if (Array.isArray(value)) checkList(value, node, place, errors);
  else if (isMap(value)) {
    for (const name of Object.keys(value)) if (node.values) check(value[name], node.values, keyPlace(place, name), errors);
    for (const name of Object.keys(value)) check(value[name], node.properties?.get(name), fieldPlace(place, name), errors);
  }
}

function checkList(list: readonly unknown[], node: SchemaNode, place: Place, errors: FieldError[]): void {
  const duplicate = (index: number, value: unknown) =>
    errors.push(fieldErrors.duplicate(placeText(itemPlace(place, index)), sortedFields(value)));
  if (node.listType === 'set') for (const index of repeated(list)) duplicate(index, list[index]);
  if (node.listType === 'map') checkKeys(list, node, place, errors);
  if (node.items !== undefined) for (const [index, item] of list.entries()) check(item, node.items, itemPlace(place, index), errors);
}

function checkKeys(list: readonly unknown[], { listMapKeys }: SchemaNode, place: Place, errors: FieldError[]): void {
  const scalar = list.findIndex((item) => item !== null && !isMap(item));
  const textAt = (index: number) => placeText(itemPlace(place, index));
  if (scalar >= 0) {
    errors.push(fieldErrors.invalid(textAt(scalar), list[scalar], 'must be an object for an array of list-type map'));
    return;
  }
  const keys = list.map((item) => keyOf(item as JsonMap | null, listMapKeys));
  for (const index of repeated(keys)) errors.push(fieldErrors.duplicate(textAt(index), sortedFields(keys[index])));
}

function keyOf(item: JsonMap | null, names: readonly string[]): JsonMap {
  return Object.fromEntries(names.filter((name) => item !== null && Object.hasOwn(item, name)).map((name) => [name, item?.[name]]));
}

/** Returns the index of each second occurrence; later ones are not reported. */
function repeated(list: readonly unknown[]): number[] {
  const counts = new Map<string, number>();
  return [...list.keys()].filter((index) => {
    const text = canonicalJson(list[index]);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return count === 2;
  });
}
