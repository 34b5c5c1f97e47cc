import { DecodeError } from './decode-error.ts';

/** Max nesting depth of a body, far above any manifest; upstream's 10,000 would exhaust our stack. */
export const JSON_DEPTH_MAX = 1_000;

/** Throws {@link DecodeError} when `value` nests deeper than {@link JSON_DEPTH_MAX}. */
export function checkDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= JSON_DEPTH_MAX) throw new DecodeError('exceeded max depth');
  for (const child of Object.values(value)) checkDepth(child, depth + 1);
}
