import { utf8Length } from '@klockwork/kernel';

// Minimum size of cached results: frozen values are shared, so the same pods occur in many events and lists.
const REMEMBERED_BYTES_MIN = 256;
const cachedSizes = new WeakMap<object, number>();

/**
 * Returns the size of `value` as UTF-8 JSON in bytes, without creating the text. Caches results for frozen objects, assumed frozen at all
 * levels.
 */
export function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return stringBytes(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const cachedBytes = cachedSizes.get(value);
  if (cachedBytes !== undefined) return cachedBytes;
  const bytes = Array.isArray(value) ? arrayBytes(value) : objectBytes(value as Readonly<Record<string, unknown>>);
  if (bytes >= REMEMBERED_BYTES_MIN && Object.isFrozen(value)) cachedSizes.set(value, bytes);
  return bytes;
}

function arrayBytes(items: readonly unknown[]): number {
  let bytes = 2 + Math.max(0, items.length - 1);
  for (const item of items) bytes += jsonBytes(item);
  return bytes;
}

function objectBytes(fields: Readonly<Record<string, unknown>>): number {
  let bytes = 1;
  for (const key of Object.keys(fields)) {
    if (fields[key] === undefined) continue;
    // Key, colon, value, and a comma or the closing brace.
    bytes += stringBytes(key) + 1 + jsonBytes(fields[key]) + 1;
  }
  return Math.max(2, bytes);
}

function stringBytes(text: string): number {
  return isPlain(text) ? text.length + 2 : utf8Length(JSON.stringify(text));
}

/** True for ASCII without escapes in JSON. A regular expression costs more per text, and most texts are short. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return false;
  }
  return true;
}

const [SPACE, QUOTE, BACKSLASH, TILDE] = [0x20, 0x22, 0x5c, 0x7e];
