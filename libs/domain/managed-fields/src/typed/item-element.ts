import { goQuote } from '@klockwork/api-machinery';
import type { ListSchema } from '../merge-schema.ts';
import { keyElement, valueElement } from '../path-element.ts';
import { SchemaMismatch } from './mismatch.ts';
import { asMap, ownValue } from './values.ts';

/**
 * The path element of an item of a set or of a list with keys. Throws {@link SchemaMismatch} when the item cannot be in such a list.
 * Models `listItemToPathElement`.
 */
export function itemElement(item: unknown, { relation, keys }: ListSchema): string {
  return relation === 'map' ? elementByKeys(item, keys) : elementByValue(item);
}

/** The path element of an item, or why it has none. */
export function tryItemElement(item: unknown, list: ListSchema): string | SchemaMismatch {
  try {
    return itemElement(item, list);
  } catch (error) {
    if (error instanceof SchemaMismatch) return error;
    throw error;
  }
}

function elementByKeys(item: unknown, keys: ListSchema['keys']): string {
  if (item === null) throw new SchemaMismatch('associative list with keys may not have a null element');
  const map = asMap(item);
  if (map === undefined) throw new SchemaMismatch('associative list with keys may not have non-map elements');
  return keyElement(keys.names, (index) => {
    const name = keys.names[index] as string;
    return ownValue(map, name) ?? missingKey(map, name, keys.defaults[index]);
  });
}

function missingKey(item: Readonly<Record<string, unknown>>, name: string, standIn: unknown): unknown {
  if (ownValue(item, name) === null) return null;
  if (standIn !== undefined) return standIn;
  throw new SchemaMismatch(
    `associative list with keys has an element that omits key field ${goQuote(name)} (and doesn't have default value)`,
  );
}

function elementByValue(item: unknown): string {
  if (asMap(item) !== undefined) throw new SchemaMismatch("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new SchemaMismatch('not supported: associative list with lists as elements');
  if (item === null) throw new SchemaMismatch("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}
