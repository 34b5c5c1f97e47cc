import { isSimpleKey } from './simple-key.ts';

const STEP = 2;

/**
 * How many blanks stand before the lines of a value in YAML, at most: each entry begins a line, and a text may be broken at each of its
 * blanks. What lies deep and is wide grows a thousandfold.
 */
export function indentationOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return breaksOf(value) * Math.max(depth, 1) * STEP;
  if (typeof value !== 'object' || value === null) return 0;
  let blanks = 0;
  if (Array.isArray(value)) for (const item of value) blanks += depth * STEP + indentationOf(item, depth + 1);
  else for (const [key, item] of Object.entries(value)) blanks += blanksOfKey(key, depth) + indentationOf(item, depth + 1);
  return blanks;
}

/** Its own lines, and one more for the colon of a key that is not simple. */
function blanksOfKey(key: string, depth: number): number {
  return isSimpleKey(key) ? depth * STEP : 2 * depth * STEP + indentationOf(key, depth + 1);
}

/** Lines of a text that is broken, at most. */
function breaksOf(text: string): number {
  const parts = text.split(/[ \n]/).length;
  return parts === 1 ? 0 : parts;
}
