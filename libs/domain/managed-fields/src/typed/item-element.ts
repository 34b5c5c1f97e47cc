import { goQuote } from '@klockwork/api-machinery';
import type { ListSchema } from '../merge-schema.ts';
import { keyElement, NO_KEYS, valueElement } from '../path-element.ts';
import { SchemaMismatch } from './mismatch.ts';
import { asMap, ownValue } from './values.ts';

/**
 * Returns the path element of an item of a set or keyed list. Throws {@link SchemaMismatch} for an invalid item. Models
 * `listItemToPathElement`.
 */
export function itemElement(item: unknown, { relation, keys }: ListSchema): string {
  return relation === 'map' ? elementByKeys(item, keys) : elementByValue(item);
}

/** Returns an item's path element, or the error. */
export function tryItemElement(item: unknown, list: ListSchema): string | SchemaMismatch {
  try {
    return itemElement(item, list);
  } catch (error) {
    if (error instanceof SchemaMismatch) return error;
    throw error;
  }
}

/** Omits missing keys without default: they distinguish items. An item without any key is invalid. */
function elementByKeys(item: unknown, { names, defaults }: ListSchema['keys']): string {
  if (item === null) throw new SchemaMismatch('associative list with keys may not have a null element');
  const map = asMap(item);
  if (map === undefined) throw new SchemaMismatch('associative list with keys may not have non-map elements');
  const element = keyElement(names, (index) => {
    const value = ownValue(map, names[index] as string);
    return value === undefined ? defaults[index] : value;
  });
  if (element !== NO_KEYS) return element;
  const nameList = `[${names.map(goQuote).join(' ')}]`;
  throw new SchemaMismatch(
    `associative list with keys has an element that omits all key fields ${nameList} (and doesn't have default values for any key fields)`,
  );
}

function elementByValue(item: unknown): string {
  if (asMap(item) !== undefined) throw new SchemaMismatch("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new SchemaMismatch('not supported: associative list with lists as elements');
  if (item === null) throw new SchemaMismatch("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}
