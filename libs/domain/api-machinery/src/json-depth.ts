import { DecodeError } from './decode-error.ts';

/** How deep a body may nest. Far above any manifest; upstream allows 10,000, which would exhaust our stack. */
export const JSON_DEPTH_MAX = 1_000;

/** Throws {@link DecodeError} when `value` nests deeper than {@link JSON_DEPTH_MAX}. */
export function checkDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= JSON_DEPTH_MAX) throw new DecodeError('exceeded max depth');
  for (const child of Object.values(value)) checkDepth(child, depth + 1);
}
