import type { JsonValue } from '@klockwork/kernel';

// Minimum size of cached results: frozen values are shared, so the same pods occur in many events and lists.
const REMEMBERED_BYTES_MIN = 256;
const remembered = new WeakMap<object, number>();

/**
 * Returns the size of `value` as UTF-8 JSON in bytes, without creating the text. Caches results for frozen objects, assumed frozen at all
 * levels.
 */
export function jsonBytes(value: JsonValue | undefined): number {
  if (typeof value === 'string') return stringBytes(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const bytes = Array.isArray(value) ? arrayBytes(value) : objectBytes(value as { readonly [key: string]: JsonValue });
  if (bytes >= REMEMBERED_BYTES_MIN && Object.isFrozen(value)) remembered.set(value, bytes);
  return bytes;
}

function arrayBytes(items: readonly JsonValue[]): number {
  let bytes = 2 + Math.max(0, items.length - 1);
  for (const item of items) bytes += jsonBytes(item);
  return bytes;
}

function objectBytes(fields: { readonly [key: string]: JsonValue | undefined }): number {
  let bytes = 1;
  for (const key of Object.keys(fields)) {
    if (fields[key] === undefined) continue;
    // Key, colon, value, and a comma or the closing brace.
    bytes += stringBytes(key) + 1 + jsonBytes(fields[key]) + 1;
  }
  return Math.max(2, bytes);
}

function stringBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code < 0x80 && code !== 0x22 && code !== 0x5c) bytes += 1;
    else if (isPair(code, text.charCodeAt(index + 1))) {
      bytes += 4;
      index += 1;
    } else bytes += unitBytes(code);
  }
  return bytes;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

function unitBytes(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return 6;
  if (code >= 0x800) return 3;
  if (code === 0x7f) return 1;
  if (code >= 0x80 || code === 0x22 || code === 0x5c) return 2;
  return SHORT_ESCAPES.has(code) ? 2 : 6;
}

/** \b \t \n \f \r */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);
