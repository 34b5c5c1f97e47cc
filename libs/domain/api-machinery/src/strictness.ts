import { isObject } from './own-property.ts';
import type { Schema } from './schema.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Whether a strict decoder would complain of `text`, whose value the engine has read already: it has fields that the
 * schema does not know, or more colons than the value has fields, which means that a field came twice.
 * Nearly every body is fine; only the others are worth the slow reader that finds the words.
 */
export function breaksStrictness(text: string, value: unknown, schema: Schema | undefined): boolean {
  return countFields(value, schema) !== countColons(text);
}

/** The fields of all objects; NaN, which equals nothing, when one of them is unknown. */
function countFields(value: unknown, schema: Schema | undefined): number {
  let count = 0;
  if (Array.isArray(value)) {
    const items = schema?.items;
    for (const item of value) if (typeof item === 'object') count += countFields(item, items);
  } else if (isObject(value)) {
    const properties = schema?.properties;
    for (const key of Object.keys(value)) {
      const field = properties === undefined ? schema?.additionalProperties : properties.get(key);
      if (properties !== undefined && field === undefined) return Number.NaN;
      count += 1;
      const child = value[key];
      if (typeof child === 'object') count += countFields(child, field);
    }
  }
  return count;
}

/** Colons outside of strings, in a text that is JSON. */
function countColons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) count += 1;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return count;
}

/** The place of the closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
