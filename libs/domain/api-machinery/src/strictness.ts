import { JsonNumber } from './json-number.ts';
import { isObject } from './own-property.ts';
import type { Schema } from './schema.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const POINT = 0x2e;
const SMALL_E = 0x65;
const LARGE_E = 0x45;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Counts of JSON syntax outside strings. */
export interface JsonMarks {
  readonly colons: number;
  /** How deep lists and objects nest. */
  readonly depth: number;
  /** Nested values, counted by commas and opening brackets; empty lists and objects count one. */
  readonly values: number;
  /** True if a number has a fraction or exponent. */
  readonly fractions: boolean;
}

/**
 * Returns whether a strict decoder would report errors in a parsed text: unknown fields, or duplicates (more colons than fields). Only such
 * bodies need the slow parser and its messages.
 */
export function breaksStrictness({ colons }: JsonMarks, value: unknown, schema: Schema | undefined): boolean {
  return countFields(value, schema) !== colons;
}

/** Counts fields of all objects; NaN, unequal to any count, after an unknown field. */
function countFields(value: unknown, schema: Schema | undefined): number {
  let count = 0;
  if (Array.isArray(value)) {
    const items = schema?.items;
    for (const item of value) if (typeof item === 'object') count += countFields(item, items);
  } else if (isObject(value) && !(value instanceof JsonNumber)) {
    const properties = schema?.properties;
    const values = schema?.additionalProperties;
    for (const key of Object.keys(value)) {
      const field = properties?.get(key) ?? values;
      if (properties !== undefined && field === undefined) return Number.NaN;
      count += 1;
      const child = value[key];
      if (typeof child === 'object') count += countFields(child, field);
    }
  }
  return count;
}

/** Scans a text. Results for invalid JSON hold up to the first error. */
export function marksOf(text: string): JsonMarks {
  let colons = 0;
  let fractions = false;
  let open = 0;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) colons += 1;
    else if (code === COMMA) values += 1;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      values += 1;
      depth = Math.max(depth, ++open);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open -= 1;
    else if (code === POINT || code === LARGE_E || (code === SMALL_E && text.charCodeAt(at - 1) <= NINE)) fractions = true;
  }
  return { colons, depth, values, fractions };
}

/** Returns the index of the closing quote, or the text's end. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
