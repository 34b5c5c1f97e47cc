import { copy } from '@klockwork/kernel';
import { goQuote } from './go-text.ts';
import { goValueText } from './go-value-text.ts';
import { getOwn, isObject, type OwnObject, setOwn } from './own-property.ts';
import { patchRefusal } from './patch-refusal.ts';
import type { Schema } from './schema.ts';
import { checkElementOrder, orderElements } from './strategic-merge-order.ts';
import {
  DELETE_FROM_PRIMITIVE_LIST,
  isDirective,
  PATCH,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  withoutDirectives,
} from './strategic-patch-directives.ts';

/**
 * Applies a strategic merge patch: merges objects, and lists by key where the schema says so, with directives `$patch`, `$retainKeys`,
 * `$setElementOrder/x` and `$deleteFromPrimitiveList/x`. Returns a fresh document; inputs may be frozen. Throws the real handler's
 * ApiError: 400 for malformed directives, 422 for lists of lists and unretained keys, otherwise 500 without a reason. Models
 * `k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`.
 */
export function applyStrategicMergePatch(document: unknown, patch: unknown, schema: Schema): OwnObject {
  if (!isObject(document) || !isObject(patch)) throw patchRefusal.malformed('invalid JSON document');
  return mergeObject(document, patch, schema);
}

function mergeObject(original: Readonly<OwnObject>, patch: Readonly<OwnObject>, schema: Schema | undefined): OwnObject {
  const directive = getOwn(patch, PATCH);
  if (directive !== undefined) return obeyPatchDirective(directive, patch);
  const result = retainKeys(copy(original) as OwnObject, patch);
  const ordered = mergeOrderedLists(result, patch, schema);
  for (const [key, value] of Object.entries(patch)) {
    if (isDirective(key) && !key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) continue;
    if (ordered.has(key)) continue;
    if (key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) deleteFromList(result, key.slice(DELETE_FROM_PRIMITIVE_LIST.length), value);
    else mergeField(result, key, value, schema);
  }
  return result;
}

function obeyPatchDirective(directive: unknown, patch: Readonly<OwnObject>): OwnObject {
  if (directive === 'delete') return {};
  if (directive !== 'replace') throw patchRefusal.unexpected(`unknown patch type: ${goValueText(directive)} in map: ${goValueText(patch)}`);
  const { [PATCH]: _, ...rest } = copy(patch) as OwnObject;
  return rest;
}

function retainKeys(original: OwnObject, patch: Readonly<OwnObject>): OwnObject {
  const keys = getOwn(patch, RETAIN_KEYS);
  if (keys === undefined) return original;
  if (!Array.isArray(keys)) throw patchRefusal.malformed('invalid patch format of retainKeys');
  const keySet = new Set<unknown>(keys);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null && !isDirective(key) && !keySet.has(key)) throw patchRefusal.notApplicable();
  }
  for (const key of Object.keys(original)) if (!keySet.has(key)) delete original[key];
  return original;
}

/** Merges lists with an order directive. Returns their keys. */
function mergeOrderedLists(result: OwnObject, patch: Readonly<OwnObject>, schema: Schema | undefined): Set<string> {
  const done = new Set<string>();
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(SET_ELEMENT_ORDER)) continue;
    const key = directive.slice(SET_ELEMENT_ORDER.length);
    const live = getOwn(result, key);
    const change = getOwn(patch, key);
    if (live === undefined && change === undefined) continue;
    const field = fieldSchema(schema, key);
    setOwn(result, key, mergeOrderedList(asList(live ?? []), asList(change ?? []), asList(order), field));
    done.add(key);
  }
  return done;
}

function mergeOrderedList(live: unknown[], change: unknown[], order: unknown[], field: Schema | undefined): unknown[] {
  const mergeKey = field?.patchMergeKey ?? '';
  checkElementOrder(change, order, mergeKey);
  const merged = live.length === 0 ? asList(withoutDirectives(change) ?? []) : change.length === 0 ? live : mergeList(live, change, field);
  return orderElements(merged, order, live, mergeKey);
}

function mergeField(result: OwnObject, key: string, value: unknown, schema: Schema | undefined): void {
  if (value === null) {
    delete result[key];
    return;
  }
  const live = getOwn(result, key);
  const merged = sameShape(live, value) ? mergeValue(live, value, key, schema) : withoutDirectives(value);
  if (merged === undefined) delete result[key];
  else setOwn(result, key, merged);
}

function mergeValue(live: unknown, value: unknown, key: string, schema: Schema | undefined): unknown {
  if (!isObject(value) && !Array.isArray(value)) return value;
  const field = fieldSchema(schema, key);
  if (Array.isArray(value)) return mergeList(live as unknown[], value, field);
  return field?.patchStrategy?.includes('replace') ? copy(value) : mergeObject(live as OwnObject, value, field);
}

function mergeList(live: unknown[], patch: unknown[], field: Schema | undefined): unknown[] {
  if (!field?.patchStrategy?.includes('merge')) return copy(patch);
  if (live.length === 0 && patch.length === 0) return [];
  const kind = elementKind([...live, ...patch]);
  const mergeKey = field.patchMergeKey ?? '';
  if (kind !== 'object') return orderElements([...new Set([...live, ...patch])], patch, live, '');
  if (mergeKey === '') throw patchRefusal.unexpected('cannot merge lists without merge key for type slice');
  const { base, changes } = obeyElementDirectives(live as OwnObject[], patch as OwnObject[], mergeKey);
  return orderElements(mergeElements(base, changes, mergeKey, field.items), changes, base, mergeKey);
}

/** Carries out `$patch: delete` and `$patch: replace` among a list's elements. */
function obeyElementDirectives(live: OwnObject[], patch: OwnObject[], mergeKey: string): { base: OwnObject[]; changes: OwnObject[] } {
  const deletions = new Set<unknown>();
  let replace = false;
  const changes: OwnObject[] = [];
  for (const element of patch) {
    const directive = getOwn(element, PATCH);
    if (directive === undefined) changes.push(element);
    else if (directive === 'replace') replace = true;
    else if (directive === 'delete') deletions.add(keyOf(element, mergeKey));
    else if (directive === 'merge') throw patchRefusal.unexpected('merging lists cannot yet be specified in the patch');
    else throw patchRefusal.unexpected(`unknown patch type: ${goValueText(directive)} in map: ${goValueText(element)}`);
  }
  return { base: replace ? [] : live.filter((one) => !deletions.has(getOwn(one, mergeKey))), changes };
}

function mergeElements(
  base: readonly OwnObject[],
  changes: readonly OwnObject[],
  mergeKey: string,
  items: Schema | undefined,
): OwnObject[] {
  const mergedObjects = base.slice();
  // Reversed, so that the first of two equal keys counts.
  const places = new Map(mergedObjects.map((one, index) => [getOwn(one, mergeKey), index] as const).reverse());
  for (const change of changes) {
    const value = keyOf(change, mergeKey);
    const at = places.get(value);
    if (at !== undefined) mergedObjects[at] = mergeObject(mergedObjects[at] as OwnObject, change, items);
    else places.set(value, mergedObjects.push((withoutDirectives(change) ?? {}) as OwnObject) - 1);
  }
  return mergedObjects;
}

function deleteFromList(result: OwnObject, key: string, value: unknown): void {
  const live = getOwn(result, key);
  if (!Array.isArray(value)) throw patchRefusal.malformed('invalid patch format of primitive list');
  const deletions = new Set<unknown>(value);
  if (Array.isArray(live))
    setOwn(
      result,
      key,
      live.filter((item) => !deletions.has(item)),
    );
}

function keyOf(element: OwnObject, mergeKey: string): unknown {
  if (Object.hasOwn(element, mergeKey)) return element[mergeKey];
  throw patchRefusal.unexpected(`map: ${goValueText(element)} does not contain declared merge key: ${mergeKey}`);
}

function elementKind(elements: readonly unknown[]): string {
  const kinds = new Set(elements.map(shapeOf));
  if (kinds.has('array')) throw patchRefusal.notApplicable();
  if (kinds.size > 1) throw patchRefusal.unexpected(`list element types are not identical: ${goValueText(elements)}`);
  return [...kinds][0] ?? 'object';
}

/** Returns the schema of a field. Structs must declare it; maps and unknown types accept any key. */
function fieldSchema(schema: Schema | undefined, key: string): Schema | undefined {
  if (schema?.properties === undefined) return schema?.additionalProperties;
  const field = schema.properties.get(key) ?? schema.additionalProperties;
  if (field !== undefined) return field;
  throw patchRefusal.unexpected(`unable to find api field in struct ${schema.name} for the json field ${goQuote(key)}`);
}

function sameShape(a: unknown, b: unknown): boolean {
  return shapeOf(a) === shapeOf(b);
}

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw patchRefusal.malformed('invalid patch format of setElementOrder list');
}
