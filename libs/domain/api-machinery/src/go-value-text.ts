import { compareText } from './go-text.ts';
import { isObject } from './own-property.ts';

/** Formats a JSON value like Go's `%v`: `map[spec:map[replicas:3]]`, `[a b]`, `<nil>`. Keys are sorted. */
export function goValueText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValueText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `map[${entries.map(([key, child]) => `${key}:${goValueText(child)}`).join(' ')}]`;
}
