/** Normalizes an object: sorts lists, and drops empty values. */
export function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, essence(child)] as const);
  return Object.fromEntries(entries.filter(([, child]) => !isEmpty(child)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
