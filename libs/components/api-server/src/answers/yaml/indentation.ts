import { isSimpleKey } from './simple-key.ts';

const STEP = 2;

/**
 * Returns the max number of indentation blanks of a value in YAML: every entry starts a line, and texts may break at each blank. Deep and
 * wide values can grow a thousandfold.
 */
export function indentationOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return breaksOf(value) * Math.max(depth, 1) * STEP;
  if (typeof value !== 'object' || value === null) return 0;
  let blanks = 0;
  if (Array.isArray(value)) for (const item of value) blanks += depth * STEP + indentationOf(item, depth + 1);
  else for (const [key, item] of Object.entries(value)) blanks += blanksOfKey(key, depth) + indentationOf(item, depth + 1);
  return blanks;
}

/** Counts the key's lines, and an extra one for the colon after a complex key. */
function blanksOfKey(key: string, depth: number): number {
  return isSimpleKey(key) ? depth * STEP : 2 * depth * STEP + indentationOf(key, depth + 1);
}

/** Returns the max number of lines of a broken text. */
function breaksOf(text: string): number {
  const parts = text.split(/[ \n]/).length;
  return parts === 1 ? 0 : parts;
}
